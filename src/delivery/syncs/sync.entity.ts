import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { MappingEntry, Target } from '../../systems/index.js';
import type { Rule } from '../planning/rule.js';
import type { QuietHours } from '../schedules/quiet-hours.js';

export type SyncSchedule = { readonly quietHours?: QuietHours } & (
  | { readonly mode: 'continuous' }
  | { readonly mode: 'cron'; readonly cron: string; readonly timeZone: string }
);

/** More of what stands over there than both is not changed by one run without somebody's approval. */
export interface BrakeLimits {
  /** From 0 to 1, of the sync's records that stand over there. */
  readonly share: number;
  readonly records: number;
}

/** Why a sync was stopped before it sent. */
export interface BrakeState {
  readonly at: string;
  readonly message: string;
  /** Records that stand over there and would be updated, excluded or removed. */
  readonly affected: number;
  /** Records that stand over there. */
  readonly existing: number;
}

/** How many records of a run are read back, and how long after it. */
export interface LandingSettings {
  readonly records: number;
  readonly afterSeconds: number;
}

/** Keeps one object of a destination in step with the people or accounts of a workspace. */
@Entity('sync')
export class Sync {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'destination_id' })
  destinationId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  object!: string;

  /** The kind of record that its object takes. */
  @Column('text', { name: 'record_kind' })
  recordKind!: 'person' | 'account';

  /** Objects that belong to others come after them, by this order. */
  @Column('integer')
  rank!: number;

  /** The list or campaign over there, where the object has one. */
  @Column('jsonb', { nullable: true })
  target!: Target | null;

  /** Unique among all syncs; null where others may fill the same target. */
  @Column('text', { name: 'sole_target', nullable: true })
  soleTarget!: string | null;

  @Column('jsonb', { nullable: true })
  filter!: Rule | null;

  /** Null takes the default mapping, as it follows from what the organisation has. */
  @Column('jsonb', { nullable: true })
  mapping!: MappingEntry[] | null;

  @Column('text', { name: 'on_exit' })
  onExit!: 'keep' | 'remove';

  @Column('jsonb')
  schedule!: SyncSchedule;

  @Column('text')
  backfill!: 'all' | 'new-only';

  @Column('text', { name: 'backfill_state' })
  backfillState!: 'waiting' | 'running' | 'done';

  @Column('boolean')
  enabled!: boolean;

  /** Grows when the same person may map to something else. */
  @Column('integer')
  version!: number;

  /** The interval between two sends of a continuous sync, as announced. */
  @Column('double precision', { name: 'interval_seconds' })
  intervalSeconds!: number;

  @Column('timestamptz', { name: 'next_send_at' })
  nextSendAt!: Date;

  /** The part of the organisation's calls of a day that it may make; null shares them evenly. */
  @Column('double precision', { name: 'quota_share', nullable: true })
  quotaShare!: number | null;

  /** Since when somebody keeps it from sending; null while nobody does. */
  @Column('timestamptz', { name: 'paused_at', nullable: true })
  pausedAt!: Date | null;

  /** When it goes on by itself; null where somebody must resume it. */
  @Column('timestamptz', { name: 'paused_until', nullable: true })
  pausedUntil!: Date | null;
  /** Null lets a run change as much as it will. */
  @Column('jsonb', { nullable: true })
  brake!: BrakeLimits | null;

  /** Null while the sync may send. */
  @Column('jsonb', { name: 'brake_state', nullable: true })
  brakeState!: BrakeState | null;

  /** What is of this version, or was due by then, was let through by the brake. */
  @Column('integer', { name: 'brake_version' })
  brakeVersion!: number;

  @Column('timestamptz', { name: 'brake_passed_at', nullable: true })
  brakePassedAt!: Date | null;

  /** Null reads nothing back. */
  @Column('jsonb', { nullable: true })
  landing!: LandingSettings | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
