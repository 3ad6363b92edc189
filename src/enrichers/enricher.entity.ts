import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { AnswerMapping } from './answer.js';

/** Another service that is asked about people over HTTP. */
@Entity('enricher')
export class Enricher {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** With names of fields in braces. */
  @Column('text')
  url!: string;

  @Column('jsonb')
  mapping!: AnswerMapping;

  /** Headers by name, sealed; opened only where a call is made. */
  @Column('text')
  credentials!: string;

  @Column('text', { name: 'credential_names', array: true })
  credentialNames!: string[];

  @Column('integer', { name: 'timeout_ms' })
  timeoutMs!: number;

  @Column('integer', { name: 'calls_per_day' })
  callsPerDay!: number;

  @Column('integer', { name: 'cache_hours' })
  cacheHours!: number;

  @Column('boolean')
  enabled!: boolean;

  /** The circuit is open until then. */
  @Column('timestamptz', { name: 'paused_until', nullable: true })
  pausedUntil!: Date | null;

  @Column('text', { name: 'last_failure', nullable: true })
  lastFailure!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
