import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  readonly requestId: string;
  /** Known once the caller was recognised. */
  workspaceId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** What is known of the request, or the piece of work, that the running code belongs to. */
export const requestContext = {
  run<T>(context: RequestContext, action: () => T): T {
    return storage.run({ ...context }, action);
  },

  current(): Readonly<RequestContext> | undefined {
    return storage.getStore();
  },

  /** Adds the workspace for the rest of the request; outside of one it does nothing. */
  setWorkspace(workspaceId: string): void {
    const context = storage.getStore();
    if (context) context.workspaceId = workspaceId;
  },
};
