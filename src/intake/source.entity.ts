import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { SourceConfig } from './source-config.js';

/** Where leads come from. */
@Entity('source')
export class Source {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  type!: SourceType;

  @Column('text')
  name!: string;

  @Column('jsonb')
  config!: SourceConfig;

  @Column('boolean')
  enabled!: boolean;

  @Column('boolean')
  quarantined!: boolean;

  /** When the last test lead came, by which Partner Center proves that it reaches us. */
  @Column('timestamptz', { name: 'validated_at', nullable: true })
  validatedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  /** What it sent stays, so its row does too. */
  @DeleteDateColumn({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt!: Date | null;
}

export const sourceTypes = ['marketplace', 'partner'] as const;
export type SourceType = (typeof sourceTypes)[number];
