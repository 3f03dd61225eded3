import { randomBytes } from 'node:crypto';

/** The admin of the site, who also registers apps. */
export const admin = 'priya@acme.example';
export const siteHost = 'acme.atlassian.net';
/** Nobody else's, so that what is left of it is left by this run. */
export const apiToken = `ATATT3x${randomBytes(24).toString('hex')}`;
