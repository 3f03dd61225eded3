import { z } from 'zod';

/** Answer of the token endpoint. */
export const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive(),
  scope: z.string().nullish(),
});

/** Refusal of the token endpoint (RFC 6749, 5.2). */
export const refusal = z.object({ error: z.string().nullish(), error_description: z.string().nullish() });

/** `accessible-resources`: one entry a site and product, so an id may come twice. */
export const resources = z.array(
  z.object({
    id: z.string().min(1),
    url: z.string(),
    name: z.string(),
    scopes: z
      .array(z.string())
      .nullish()
      .transform((scopes) => scopes ?? []),
  }),
);

/** `/me` of the User Identity API. */
export const me = z.object({
  account_id: z.string().min(1),
  name: z.string().nullish(),
  nickname: z.string().nullish(),
});
