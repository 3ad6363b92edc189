export const troubleKinds = ['failing', 'late', 'rejecting'] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** What ails a sync at this moment. */
export interface Trouble {
  readonly workspaceId: string;
  readonly syncId: string;
  readonly kind: TroubleKind;
  /** What it is, in sentences; no personal data. */
  readonly message: string;
}

/** That a trouble began or ended: one for each change, however many records it is about. */
export interface Alert {
  readonly id: string;
  readonly syncId: string;
  readonly syncName: string;
  readonly destinationId: string;
  readonly kind: TroubleKind;
  readonly change: 'began' | 'recovered';
  readonly at: Date;
  readonly message: string;
}
