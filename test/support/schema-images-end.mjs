export { removeDirectory as default } from './schema-images.mjs';
