export { marketo } from './definition.js';
