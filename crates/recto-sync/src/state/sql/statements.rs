//! The statements.
//!
//! Both databases understand them as they stand. SQLite counts a parameter such as `$2` by its
//! first appearance, so parameters must appear in the order of their numbers; a test holds that.

pub(super) const FIND_SYNC: &str =
    "select config_hash, data_source_id from sync where table_name = $1";
// Links are to pages of one data source; in another one they mean nothing.
pub(super) const FORGET_LINKS: &str = "delete from link where sync_id in
        (select id from sync where table_name = $1 and data_source_id <> $2)";
pub(super) const OPEN_SYNC: &str =
    "insert into sync (table_name, mode, config_hash, data_source_id)
    values ($1, $2, $3, $4)
    on conflict (table_name) do update set mode = excluded.mode,
        config_hash = excluded.config_hash,
        data_source_id = coalesce(excluded.data_source_id, sync.data_source_id)
    returning id, data_source_id, epoch";
pub(super) const ACQUIRE: &str =
    "update sync set epoch = epoch + 1, lease_holder = $1, lease_until = $2
    where id = $3 and (lease_holder is null or lease_holder = $1 or lease_until <= $4
        or lease_holder = $5)
    returning epoch, table_name";
pub(super) const HOLDER: &str =
    "select table_name, lease_holder, lease_until from sync where id = $1";
// Locks the row against `ACQUIRE` until the transaction ends.
pub(super) const CHECK_LEASE: &str =
    "update sync set epoch = epoch where id = $1 and epoch = $2 returning id";
pub(super) const RENEW: &str = "update sync set lease_until = $1
    where id = $2 and epoch = $3 and lease_holder = $4 returning id";
pub(super) const RELEASE: &str = "update sync set lease_holder = null, lease_until = null
    where id = $1 and epoch = $2 and lease_holder = $3";
pub(super) const LINKS: &str = "select row_key, external_id, page_id, state, base, base_hash,
        notion_seen_minute, row_version, last_push_hash, last_ok_at
    from link where sync_id = $1 order by row_key";
pub(super) const SAVE_LINK: &str =
    "insert into link (sync_id, row_key, external_id, page_id, state, base,
        base_hash, notion_seen_minute, row_version, last_push_hash, last_ok_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (sync_id, row_key) do update set external_id = excluded.external_id,
        page_id = excluded.page_id, state = excluded.state, base = excluded.base,
        base_hash = excluded.base_hash, notion_seen_minute = excluded.notion_seen_minute,
        row_version = excluded.row_version, last_push_hash = excluded.last_push_hash,
        last_ok_at = excluded.last_ok_at";
pub(super) const BEGIN_INTENT: &str =
    "insert into intent (sync_id, row_key, external_id, op, page_id,
        payload_hash, state, epoch, sent_at)
    values ($1, $2, $3, $4, $5, $6, 'sending', $7, $8) returning id";
pub(super) const SETTLE_INTENT: &str =
    "update intent set state = $1, result_page_id = $2, error = $3
    where id = $4 and sync_id = $5 and state in ('planned', 'sending', 'sent') returning id";
pub(super) const RESEND: &str = "update intent set attempt = attempt + 1, sent_at = $1, epoch = $2
    where id = $3 and sync_id = $4 and state in ('planned', 'sending', 'sent') returning id";
pub(super) const OPEN_INTENTS: &str =
    "select id, row_key, external_id, op, page_id, payload_hash, state,
        epoch, sent_at, attempt, result_page_id, error
    from intent where sync_id = $1 and state in ('planned', 'sending', 'sent') order by id";
pub(super) const FORGET_INTENTS: &str = "delete from intent
    where sent_at < $1 and state not in ('planned', 'sending', 'sent')";
pub(super) const START_RUN: &str = "insert into run (config_hash, command, started_at, status)
    values ($1, $2, $3, 'running') returning id";
pub(super) const SAVE_ITEM: &str =
    "insert into run_item (run_id, table_name, row_key, outcome, page_id,
        reason, field, message, request_id, detail)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
pub(super) const FINISH_RUN: &str =
    "update run set status = $1, counts = $2, finished_at = $3 where id = $4 returning id";
pub(super) const LAST_RUNS: &str =
    "select id, config_hash, command, started_at, finished_at, status, counts
    from run order by id desc limit $1";
pub(super) const RUN_ITEMS: &str =
    "select table_name, row_key, outcome, page_id, reason, field, message,
        request_id, detail
    from run_item where run_id = $1 order by id";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_appear_in_their_order() {
        for sql in [
            FIND_SYNC,
            FORGET_LINKS,
            OPEN_SYNC,
            ACQUIRE,
            HOLDER,
            CHECK_LEASE,
            RENEW,
            RELEASE,
            LINKS,
            SAVE_LINK,
            BEGIN_INTENT,
            SETTLE_INTENT,
            RESEND,
            OPEN_INTENTS,
            FORGET_INTENTS,
            START_RUN,
            SAVE_ITEM,
            FINISH_RUN,
            LAST_RUNS,
            RUN_ITEMS,
        ] {
            let mut highest = 0;
            for part in sql.split('$').skip(1) {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                let number: usize = digits.parse().unwrap();
                assert!(number <= highest + 1, "{sql}");
                highest = highest.max(number);
            }
        }
    }
}
