export { demandbase } from './definition.js';
