import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './roles.js';

@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: Role;

  @Column('boolean', { name: 'instance_admin' })
  instanceAdmin!: boolean;

  /** SHA-256 of the key; the key itself is shown once and stored nowhere. */
  @Column('bytea', { name: 'key_hash' })
  keyHash!: Buffer;

  @Column('boolean')
  enabled!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
