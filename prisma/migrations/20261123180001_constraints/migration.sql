-- What Prisma's schema language cannot say. Each line is a rule that no code path may break.

-- The entries that wait for a batch, in the order in which they are taken.
CREATE INDEX "outbox_entry_waiting_idx" ON "outbox_entry"("partner_id", "seq") WHERE "batch_id" IS NULL;

-- Batches on their way.
CREATE INDEX "batch_open_idx" ON "batch"("partner_id", "first_entry") WHERE "state" <> 'posted';

ALTER TABLE "partner"
    ADD CONSTRAINT "partner_id_check" CHECK ("id" > 0),
    ADD CONSTRAINT "partner_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT "partner_status_check" CHECK ("status" IN ('active', 'suspended', 'left')),
    ADD CONSTRAINT "partner_return_policy_check" CHECK ("return_policy" IN ('within_balance', 'carry')),
    ADD CONSTRAINT "partner_issuer_kind_check" CHECK ("issuer_kind" IN ('hosted', 'external')),
    ADD CONSTRAINT "partner_issuer_address_check" CHECK ("issuer_address" ~ '^0x[0-9a-f]{40}$'),
    ADD CONSTRAINT "partner_issuer_keystore_check" CHECK (("issuer_kind" = 'hosted') = ("issuer_keystore" IS NOT NULL)),
    ADD CONSTRAINT "partner_next_entry_number_check" CHECK ("next_entry_number" >= 1);

ALTER TABLE "api_key"
    ADD CONSTRAINT "api_key_secret_hash_check" CHECK ("secret_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "earning_rule"
    ADD CONSTRAINT "earning_rule_version_check" CHECK ("version" >= 1),
    ADD CONSTRAINT "earning_rule_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT "earning_rule_points_check" CHECK ("points" >= 0),
    ADD CONSTRAINT "earning_rule_per_minor_check" CHECK ("per_minor" > 0),
    ADD CONSTRAINT "earning_rule_points_max_check" CHECK ("points_max" >= 0);

ALTER TABLE "member"
    ADD CONSTRAINT "member_kind_check" CHECK ("kind" IN ('card', 'wallet')),
    ADD CONSTRAINT "member_address_check" CHECK ("address" ~ '^0x[0-9a-f]{40}$'),
    ADD CONSTRAINT "member_derivation_index_check" CHECK (("kind" = 'card') = ("derivation_index" IS NOT NULL) AND "derivation_index" >= 0);

ALTER TABLE "member_identifier"
    ADD CONSTRAINT "member_identifier_kind_check" CHECK ("kind" IN ('card', 'email', 'phone')),
    ADD CONSTRAINT "member_identifier_value_hash_check" CHECK ("value_hash" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "member_identifier_hint_check" CHECK (char_length("hint") <= 4);

ALTER TABLE "purchase"
    ADD CONSTRAINT "purchase_order_ref_check" CHECK (char_length("order_ref") BETWEEN 1 AND 128),
    ADD CONSTRAINT "purchase_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT "purchase_amount_minor_check" CHECK ("amount_minor" >= 0),
    ADD CONSTRAINT "purchase_eligible_minor_check" CHECK ("eligible_minor" BETWEEN 0 AND "amount_minor"),
    ADD CONSTRAINT "purchase_points_check" CHECK ("points" >= 0);

ALTER TABLE "purchase_return"
    ADD CONSTRAINT "purchase_return_return_ref_check" CHECK (char_length("return_ref") BETWEEN 1 AND 128),
    ADD CONSTRAINT "purchase_return_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT "purchase_return_amount_minor_check" CHECK ("amount_minor" >= 0),
    ADD CONSTRAINT "purchase_return_unmatched_minor_check" CHECK ("unmatched_minor" BETWEEN 0 AND "amount_minor"),
    ADD CONSTRAINT "purchase_return_points_check" CHECK ("points" >= 0);

ALTER TABLE "return_allocation"
    ADD CONSTRAINT "return_allocation_amount_minor_check" CHECK ("amount_minor" > 0),
    ADD CONSTRAINT "return_allocation_points_check" CHECK ("points" >= 0);

ALTER TABLE "idempotency_key"
    ADD CONSTRAINT "idempotency_key_request_hash_check" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "outbox_entry"
    ADD CONSTRAINT "outbox_entry_kind_check" CHECK ("kind" IN ('accrual', 'accrual_reversal', 'shortfall_recovery')),
    ADD CONSTRAINT "outbox_entry_points_check" CHECK ("points" <> 0 AND ("kind" = 'accrual') = ("points" > 0)),
    ADD CONSTRAINT "outbox_entry_account_check" CHECK ("account" ~ '^0x[0-9a-f]{40}$'),
    ADD CONSTRAINT "outbox_entry_order_commitment_check" CHECK ("order_commitment" ~ '^0x[0-9a-f]{64}$'),
    ADD CONSTRAINT "outbox_entry_salt_check" CHECK ("salt" ~ '^0x[0-9a-f]{64}$'),
    ADD CONSTRAINT "outbox_entry_batch_check" CHECK (("batch_id" IS NULL) = ("entry_number" IS NULL) AND "entry_number" >= 1);

ALTER TABLE "batch"
    ADD CONSTRAINT "batch_first_entry_check" CHECK ("first_entry" >= 1),
    ADD CONSTRAINT "batch_entry_count_check" CHECK ("entry_count" >= 1),
    ADD CONSTRAINT "batch_credited_check" CHECK ("credited" >= 0),
    ADD CONSTRAINT "batch_debited_check" CHECK ("debited" >= 0),
    ADD CONSTRAINT "batch_hash_check" CHECK ("batch_hash" ~ '^0x[0-9a-f]{64}$'),
    ADD CONSTRAINT "batch_state_check" CHECK ("state" IN ('formed', 'signed', 'bound', 'posted', 'parked')),
    ADD CONSTRAINT "batch_parked_reason_check" CHECK (("state" = 'parked') = ("parked_reason" IS NOT NULL)),
    ADD CONSTRAINT "batch_signature_check" CHECK ("state" NOT IN ('signed', 'bound') OR "signature" IS NOT NULL),
    ADD CONSTRAINT "batch_call_id_check" CHECK ("state" <> 'bound' OR "call_id" IS NOT NULL);

ALTER TABLE "lane"
    ADD CONSTRAINT "lane_address_check" CHECK ("address" ~ '^0x[0-9a-f]{40}$'),
    ADD CONSTRAINT "lane_purpose_check" CHECK ("purpose" IN ('batches', 'operator')),
    ADD CONSTRAINT "lane_next_nonce_check" CHECK ("next_nonce" >= 0),
    ADD CONSTRAINT "lane_state_check" CHECK ("state" IN ('active', 'quarantined', 'paused'));

ALTER TABLE "call"
    ADD CONSTRAINT "call_kind_check" CHECK ("kind" IN ('batch', 'operator')),
    ADD CONSTRAINT "call_state_check" CHECK ("state" IN ('open', 'bound', 'included', 'final', 'failed')),
    ADD CONSTRAINT "call_nonce_check" CHECK (("lane_address" IS NULL) = ("nonce" IS NULL) AND "nonce" >= 0),
    ADD CONSTRAINT "call_bound_check" CHECK ("state" NOT IN ('bound', 'included', 'final') OR "nonce" IS NOT NULL);

ALTER TABLE "movement"
    ADD CONSTRAINT "movement_points_check" CHECK ("points" <> 0),
    ADD CONSTRAINT "movement_account_check" CHECK ("account" ~ '^0x[0-9a-f]{40}$'),
    ADD CONSTRAINT "movement_kind_check" CHECK ("kind" IN ('accrual', 'accrual_reversal', 'redemption', 'redemption_reversal', 'expiry', 'account_move'));

ALTER TABLE "shortfall"
    ADD CONSTRAINT "shortfall_points_check" CHECK ("points" > 0),
    ADD CONSTRAINT "shortfall_account_check" CHECK ("account" ~ '^0x[0-9a-f]{40}$');

ALTER TABLE "journal_position"
    ADD CONSTRAINT "journal_position_id_check" CHECK ("id" = 1);
