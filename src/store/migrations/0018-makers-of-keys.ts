/**
 * A key ends with the membership in which it was made. Of keys from before, the audit log knows who made them; one that
 * nobody here made, or somebody who has left since, has no maker and works no more.
 */
export const makersOfKeys = `
update auth.apikey key set metadata = json_build_object('userId', made.actor_id, 'memberId', member.id)::text
from audit made join auth.member member on member.user_id = made.actor_id and member.organization_id = made.org_id
where made.action = 'key.created' and made.detail->>'keyId' = key.id and made.org_id = key.reference_id
  and member.created_at <= key.created_at and key.metadata is null;
`;
