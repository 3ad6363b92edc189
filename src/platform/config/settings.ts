import {
  IsBase64,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { Transform } from 'class-transformer';
import { namesProxies } from './trusted-proxies.js';

export type ProcessRole = 'web' | 'worker' | 'all';
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const toNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/**
 * Everything the process is told from outside, read once at start. The comment of each field is what
 * the README's settings table says; {@link examples} gives the example that an error message shows.
 */
export class Settings {
  /** Port to listen on; `0` picks a free one. */
  @Transform(toNumber)
  @IsInt({ message: 'must be a whole number' })
  @Min(0, { message: 'must be 0 or more' })
  @Max(65535, { message: 'must be 65535 or less' })
  PORT = 3000;

  /** Address to listen on. */
  @IsString()
  @MinLength(1, { message: 'must not be empty' })
  HOST = '127.0.0.1';

  /** The https address under which the outside world reaches this service; shown in intake addresses. */
  @IsOptional()
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'must be an http(s) address' },
  )
  PUBLIC_URL?: string;

  /** Which proxies to believe for the client's address: `true`, a hop count, or addresses and ranges. */
  @IsOptional()
  @ValidateBy({
    name: 'namesProxies',
    validator: {
      validate: namesProxies,
      defaultMessage: () => 'must be true, false, a number of hops, or addresses and ranges by commas',
    },
  })
  TRUST_PROXY?: string;

  /** Where the embedded database and generated keys are kept. */
  @IsString()
  @MinLength(1, { message: 'must not be empty' })
  DATA_DIR = './data';

  /** PostgreSQL 15 to 18; without it the embedded database is used. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'must start with postgres:// or postgresql://' })
  DATABASE_URL?: string;

  /** Redis for waking many workers; without it work runs in process. */
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'must start with redis:// or rediss://' })
  REDIS_URL?: string;

  /** What the keys in Redis begin with, for installations that share one. */
  @Matches(/^[\w-]{1,50}$/, { message: 'must be 1 to 50 letters, digits, - or _' })
  REDIS_PREFIX = 'tributary';

  /** Connections to PostgreSQL kept by one process. */
  @Transform(toNumber)
  @IsInt({ message: 'must be a whole number' })
  @Min(2, { message: 'must be 2 or more' })
  @Max(200, { message: 'must be 200 or less' })
  DATABASE_POOL = 10;

  /** Whether a start migrates the database. */
  @Transform(toBoolean)
  @IsIn([true, false], { message: 'must be true or false' })
  MIGRATE = true;

  /** Key of the admin of the default workspace and of the instance. */
  @IsOptional()
  @MinLength(32, { message: 'must have 32 characters or more' })
  ADMIN_API_KEY?: string;

  /** Key that encrypts stored credentials: 32 bytes in base64. */
  @IsOptional()
  @IsBase64({}, { message: 'must be base64' })
  @Length(44, 44, { message: 'must be 32 bytes in base64 (44 characters)' })
  SECRETS_KEY?: string;

  /** The key before the present one, still accepted for reading while `tributary secrets rotate` runs. */
  @IsOptional()
  @IsBase64({}, { message: 'must be base64' })
  @Length(44, 44, { message: 'must be 32 bytes in base64 (44 characters)' })
  SECRETS_KEY_PREVIOUS?: string;

  /** Lets systems use http and private or loopback addresses. */
  @Transform(toBoolean)
  @IsIn([true, false], { message: 'must be true or false' })
  ALLOW_PRIVATE_NETWORK = false;

  /** What this process does: answers HTTP, works, or both. */
  @IsIn(['web', 'worker', 'all'], { message: 'must be web, worker or all' })
  TRIBUTARY_ROLE: ProcessRole = 'all';

  /** Least severe level that is logged. */
  @IsIn(['error', 'warn', 'info', 'debug'], { message: 'must be error, warn, info or debug' })
  LOG_LEVEL: LogLevel = 'info';

  get embedded(): boolean {
    return this.DATABASE_URL === undefined;
  }

  get answersHttp(): boolean {
    return this.TRIBUTARY_ROLE !== 'worker';
  }

  get works(): boolean {
    return this.TRIBUTARY_ROLE !== 'web';
  }
}

export const examples: Readonly<Record<string, string>> = {
  PORT: '3000',
  HOST: '0.0.0.0',
  PUBLIC_URL: 'https://leads.example.com',
  TRUST_PROXY: '10.0.0.0/8',
  DATA_DIR: './data',
  DATABASE_URL: 'postgres://tributary:secret@db.example.com:5432/tributary',
  REDIS_URL: 'redis://redis.example.com:6379',
  REDIS_PREFIX: 'tributary',
  DATABASE_POOL: '10',
  MIGRATE: 'true',
  ADMIN_API_KEY: 'the output of: openssl rand -hex 32',
  SECRETS_KEY: 'the output of: openssl rand -base64 32',
  SECRETS_KEY_PREVIOUS: 'the SECRETS_KEY that was used before',
  ALLOW_PRIVATE_NETWORK: 'false',
  TRIBUTARY_ROLE: 'all',
  LOG_LEVEL: 'info',
};
