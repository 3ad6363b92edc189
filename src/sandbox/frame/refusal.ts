/** A request to the sandbox's own control API that makes no sense; answered with 400, or the status given. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';

  constructor(
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
  }
}
