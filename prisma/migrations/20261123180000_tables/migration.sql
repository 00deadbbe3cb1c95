-- CreateTable
CREATE TABLE "partner" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "return_policy" TEXT NOT NULL,
    "issuer_kind" TEXT NOT NULL,
    "issuer_address" TEXT NOT NULL,
    "issuer_keystore" TEXT,
    "next_entry_number" BIGINT NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "partner_id" INTEGER,
    "label" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "earning_rule" (
    "id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "per_minor" BIGINT NOT NULL,
    "points_max" BIGINT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "earning_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "derivation_index" INTEGER,
    "enrolled_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_identifier" (
    "kind" TEXT NOT NULL,
    "value_hash" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_identifier_pkey" PRIMARY KEY ("kind","value_hash")
);

-- CreateTable
CREATE TABLE "wallet_challenge" (
    "nonce" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "wallet_challenge_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "purchase" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "member_id" UUID NOT NULL,
    "order_ref" TEXT NOT NULL,
    "location_id" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "eligible_minor" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "earning_rule_id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purchase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purchase_return" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "member_id" UUID NOT NULL,
    "return_ref" TEXT NOT NULL,
    "order_ref" TEXT,
    "location_id" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "unmatched_minor" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purchase_return_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "return_allocation" (
    "return_id" UUID NOT NULL,
    "purchase_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,

    CONSTRAINT "return_allocation_pkey" PRIMARY KEY ("return_id","purchase_id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "partner_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("partner_id","key")
);

-- CreateTable
CREATE TABLE "outbox_entry" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "member_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "source_id" UUID NOT NULL,
    "order_commitment" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "batch_id" UUID,
    "entry_number" BIGINT,

    CONSTRAINT "outbox_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "first_entry" BIGINT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "receipts_root" TEXT NOT NULL,
    "credits" TEXT NOT NULL,
    "debits" TEXT NOT NULL,
    "credited" BIGINT NOT NULL,
    "debited" BIGINT NOT NULL,
    "deadline" TIMESTAMPTZ(0) NOT NULL,
    "batch_hash" TEXT NOT NULL,
    "signature" TEXT,
    "state" TEXT NOT NULL,
    "parked_reason" TEXT,
    "call_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane" (
    "address" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "next_nonce" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "call" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "partner_id" INTEGER,
    "to" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "gas_limit" BIGINT,
    "lane_address" TEXT,
    "nonce" INTEGER,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "hash" TEXT NOT NULL,
    "call_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "raw" TEXT NOT NULL,
    "max_fee_per_gas" BIGINT NOT NULL,
    "max_priority_fee_per_gas" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at_block" BIGINT NOT NULL,
    "last_sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "block" (
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "parent_hash" TEXT NOT NULL,
    "timestamp" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "block_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "chain_cursor" (
    "chain_id" INTEGER NOT NULL,
    "issuance" TEXT NOT NULL,
    "processed_number" BIGINT NOT NULL,
    "processed_hash" TEXT NOT NULL,
    "finalized_number" BIGINT NOT NULL,
    "halted_reason" TEXT,
    "behind_since" TIMESTAMPTZ(3),
    "leader" TEXT,
    "leader_until" TIMESTAMPTZ(3),

    CONSTRAINT "chain_cursor_pkey" PRIMARY KEY ("chain_id")
);

-- CreateTable
CREATE TABLE "posted_batch" (
    "partner_id" INTEGER NOT NULL,
    "first_entry" BIGINT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "receipts_root" TEXT NOT NULL,
    "batch_hash" TEXT NOT NULL,
    "credited" BIGINT NOT NULL,
    "debited" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "transaction_hash" TEXT NOT NULL,
    "gas_used" BIGINT NOT NULL,
    "included_at" TIMESTAMPTZ(0) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "posted_batch_pkey" PRIMARY KEY ("partner_id","first_entry")
);

-- CreateTable
CREATE TABLE "movement" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "movement_pkey" PRIMARY KEY ("block_number","log_index","epoch","account")
);

-- CreateTable
CREATE TABLE "shortfall" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "shortfall_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "partner_event" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "partner_event_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "journal_position" (
    "id" INTEGER NOT NULL,
    "settled" BIGINT NOT NULL,
    "seen" BIGINT NOT NULL,

    CONSTRAINT "journal_position_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "partner_name_key" ON "partner"("name");

-- CreateIndex
CREATE INDEX "api_key_partner_id_idx" ON "api_key"("partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "earning_rule_partner_id_version_key" ON "earning_rule"("partner_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "member_seq_key" ON "member"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "member_address_key" ON "member"("address");

-- CreateIndex
CREATE UNIQUE INDEX "member_derivation_index_key" ON "member"("derivation_index");

-- CreateIndex
CREATE INDEX "member_identifier_member_id_idx" ON "member_identifier"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_seq_key" ON "purchase"("seq");

-- CreateIndex
CREATE INDEX "purchase_member_id_partner_id_occurred_at_seq_idx" ON "purchase"("member_id", "partner_id", "occurred_at" DESC, "seq" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "purchase_partner_id_order_ref_key" ON "purchase"("partner_id", "order_ref");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_return_seq_key" ON "purchase_return"("seq");

-- CreateIndex
CREATE INDEX "purchase_return_member_id_partner_id_idx" ON "purchase_return"("member_id", "partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_return_partner_id_return_ref_key" ON "purchase_return"("partner_id", "return_ref");

-- CreateIndex
CREATE INDEX "return_allocation_purchase_id_idx" ON "return_allocation"("purchase_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_entry_seq_key" ON "outbox_entry"("seq");

-- CreateIndex
CREATE INDEX "outbox_entry_batch_id_idx" ON "outbox_entry"("batch_id");

-- CreateIndex
CREATE INDEX "outbox_entry_member_id_seq_idx" ON "outbox_entry"("member_id", "seq" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_entry_partner_id_entry_number_key" ON "outbox_entry"("partner_id", "entry_number");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_entry_source_id_kind_key" ON "outbox_entry"("source_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "batch_seq_key" ON "batch"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "batch_batch_hash_key" ON "batch"("batch_hash");

-- CreateIndex
CREATE INDEX "batch_state_partner_id_idx" ON "batch"("state", "partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "batch_partner_id_first_entry_key" ON "batch"("partner_id", "first_entry");

-- CreateIndex
CREATE UNIQUE INDEX "call_seq_key" ON "call"("seq");

-- CreateIndex
CREATE INDEX "call_state_idx" ON "call"("state");

-- CreateIndex
CREATE UNIQUE INDEX "call_lane_address_nonce_key" ON "call"("lane_address", "nonce");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_call_id_number_key" ON "attempt"("call_id", "number");

-- CreateIndex
CREATE INDEX "posted_batch_block_number_idx" ON "posted_batch"("block_number");

-- CreateIndex
CREATE UNIQUE INDEX "posted_batch_batch_hash_key" ON "posted_batch"("batch_hash");

-- CreateIndex
CREATE INDEX "movement_account_epoch_idx" ON "movement"("account", "epoch");

-- CreateIndex
CREATE INDEX "shortfall_partner_id_account_idx" ON "shortfall"("partner_id", "account");

-- CreateIndex
CREATE INDEX "partner_event_partner_id_kind_block_number_idx" ON "partner_event"("partner_id", "kind", "block_number");
