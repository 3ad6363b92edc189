export { AccessModule } from './access.module.js';
export { AccessService } from './access.service.js';
export { AuditService } from './audit.service.js';
export { ensureFirstAdmin } from './first-admin.js';
export { installGate } from './gate.js';
export { By } from './caller.decorator.js';
export { permissionFor, rolesFor, routePermissions } from './route-permissions.js';
export { roles, type Caller, type Role } from './roles.js';
