export { dynamics } from './definition.js';
