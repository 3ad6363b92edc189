export { AccountsModule } from './accounts.module.js';
export { AccountEditor } from './account-editor.js';
export { SetRelation, ShownAccountDetail, ShownRelation, UpdateAccount } from './account.dto.js';
export { AccountQueries } from './account.queries.js';
export { AccountService, type AccountPerson } from './account.service.js';
