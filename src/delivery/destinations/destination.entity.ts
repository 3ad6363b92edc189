import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { SystemConfig } from '../../systems/index.js';

/** A connection to one organisation of a system that is written to. */
@Entity('destination')
export class Destination {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  type!: string;

  @Column('text')
  name!: string;

  @Column('jsonb')
  config!: SystemConfig;

  /** Sealed; opened only where a session is made. */
  @Column('text')
  credentials!: string;

  /** Which credentials are set. */
  @Column('text', { name: 'credential_names', array: true })
  credentialNames!: string[];

  @Column('boolean')
  enabled!: boolean;

  /** The organisation that it is bound to since its first sign-in. */
  @Column('text', { name: 'organisation_key', nullable: true })
  organisationKey!: string | null;

  @Column('text')
  state!: 'ready' | 'needs-sign-in';

  @Column('text', { name: 'state_message', nullable: true })
  stateMessage!: string | null;

  /** Grows when what a session is made from changes. */
  @Column('integer')
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
