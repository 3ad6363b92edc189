import {
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Min,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { plainToInstance, Type } from 'class-transformer';
import { CommandError } from '../command-error.js';

export const FORMAT = 'tributary-export';
export const FORMAT_VERSION = 1;

export class ExportedTable {
  @IsString()
  name!: string;

  @IsInt()
  @Min(0)
  rows!: number;
}

/**
 * The first line of an export, which is gzipped NDJSON. The rows follow, one a line, the tables in the order of
 * `tables` and each with as many lines as that says. A row is PostgreSQL's own `to_jsonb` of it, which holds
 * every value exactly: `bytea` in hexadecimal, times with microseconds, numbers with all their digits. JSON stands
 * in it as text.
 */
export class ExportHeader {
  @IsIn([FORMAT])
  format!: typeof FORMAT;

  @IsInt()
  version!: number;

  @IsISO8601()
  exportedAt!: string;

  /** Those that the database had had, in their order. */
  @IsArray()
  @IsString({ each: true })
  migrations!: readonly string[];

  /** Of the key that seals stored credentials. */
  @IsString()
  secretsKeyId!: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ExportedTable)
  tables!: readonly ExportedTable[];
}

/** Throws {@link CommandError} when the line begins no export, or one that this version does not read. */
export function readHeader(line: string, file: string): ExportHeader {
  const header = plainToInstance(ExportHeader, parse(line));
  if (!(header instanceof ExportHeader) || validateSync(header).length > 0) {
    throw new CommandError(`${file} is no export of Tributary. Give a file that “tributary export” made.`);
  }
  if (header.version !== FORMAT_VERSION) {
    throw new CommandError(
      `${file} has the format version ${header.version}, and this version of Tributary reads ${FORMAT_VERSION}. ` +
        'Export and import with the same version.',
    );
  }
  return header;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

export function totalRows({ tables }: ExportHeader): number {
  return tables.reduce((total, table) => total + table.rows, 0);
}
