/** The form of a record in the app, which names the table besides the id. */
export function recordUrl(organisation: string, remoteId: string, object: string): string {
  return `https://${organisation}/main.aspx?pagetype=entityrecord&etn=${object}&id=${remoteId}`;
}
