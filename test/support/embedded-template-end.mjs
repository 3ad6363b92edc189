export { removeTemplate as default } from './embedded-template.mjs';
