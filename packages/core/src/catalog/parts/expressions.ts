/**
 * SQL: sha256 (hexadecimal) of the canonical text of a jsonb expression. Of its bytes as they are stored: not
 * every encoding converts to UTF-8, and pggit's own names are ASCII.
 */
export function hashOf(json: string): string {
  return `encode(sha256(convert_to((${json})::text, 'SQL_ASCII')), 'hex')`;
}

/**
 * SQL: grants to PUBLIC and to pggit's roles as a sorted text[], `role=PRIVILEGE`. Other grants are
 * the database owner's own business. MAINTAIN exists from PostgreSQL 17 on and is left out, so that
 * the same GRANT reads the same everywhere.
 */
export function grantsOf(acl: string, objectType: string, owner: string): string {
  return `array(
    select g.name || '=' || a.privilege_type
    from aclexplode(coalesce(${acl}, acldefault('${objectType}', ${owner}))) a
    cross join lateral (
      select case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee)::text end as name
    ) g
    where g.name in ('PUBLIC', 'pggit_reader', 'pggit_deployer', 'pggit_admin')
      and a.grantee <> ${owner}
      and a.privilege_type <> 'MAINTAIN'
    order by (g.name || '=' || a.privilege_type) collate "C"
  )`;
}

/**
 * SQL: a hash of text that PostgreSQL writes back in its own words, which change from one major
 * version to the next. The prefix keeps such hashes from being compared across versions.
 */
export function versionedHashOf(json: string): string {
  return `'pg' || current_setting('server_version_num')::int / 10000 || ':' || ${hashOf(json)}`;
}
