import { pgSchema, timestamp } from 'drizzle-orm/pg-core';

/** Everything about people and keys stands in a schema of its own. */
export const auth = pgSchema('auth');

/** A point in time, read and written as a Date. */
export const moment = (column: string) => timestamp(column, { withTimezone: true, mode: 'date' });
