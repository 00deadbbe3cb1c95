-- AlterTable
ALTER TABLE "partner" ADD COLUMN     "redeem_minor" BIGINT,
ADD COLUMN     "redeem_points" BIGINT;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "frozen_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "member_pin" (
    "member_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "failed_tries" INTEGER NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "member_pin_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "rp_id" TEXT NOT NULL,
    "x" TEXT NOT NULL,
    "y" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_session" (
    "token_hash" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "redemption" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "member_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "location_id" TEXT,
    "points" BIGINT NOT NULL,
    "reward_id" UUID,
    "reward_hash" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "nonce" INTEGER NOT NULL,
    "deadline" TIMESTAMPTZ(0) NOT NULL,
    "order_hash" TEXT NOT NULL,
    "approval_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "consent_kind" TEXT,
    "consented_at" TIMESTAMPTZ(3),
    "member_signature" TEXT,
    "state" TEXT NOT NULL,
    "captured_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),
    "list_id" UUID,
    "renewals" INTEGER NOT NULL DEFAULT 0,
    "refused_reason" TEXT,

    CONSTRAINT "redemption_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "redemption_list" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "order_count" INTEGER NOT NULL,
    "list_hash" TEXT NOT NULL,
    "partner_signature" TEXT,
    "state" TEXT NOT NULL,
    "call_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "redemption_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restoration" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "redemption_id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "failed_reason" TEXT,
    "call_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "restoration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_act" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "to_account" TEXT,
    "state" TEXT NOT NULL,
    "failed_reason" TEXT,
    "call_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_act_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charity" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "charity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reward" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "points" BIGINT NOT NULL,
    "discount_minor" BIGINT,
    "basket_min_minor" BIGINT NOT NULL,
    "stock" BIGINT,
    "per_member_max" INTEGER,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "claim_days" INTEGER,
    "tier" TEXT,
    "picture_url" TEXT,
    "charity_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "reward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reward_code" (
    "reward_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "claim_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reward_code_pkey" PRIMARY KEY ("reward_id","code")
);

-- CreateTable
CREATE TABLE "reward_claim" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "reward_id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "member_id" UUID NOT NULL,
    "redemption_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "voucher" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "redeemed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "reward_claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "redemption_event" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "nonce" INTEGER,
    "points" BIGINT,
    "reward" TEXT,
    "order_hash" TEXT,
    "reason" TEXT,
    "transaction_hash" TEXT NOT NULL,
    "included_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "redemption_event_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "account_event" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "to_account" TEXT,
    "ready_at" TIMESTAMPTZ(0),
    "by" TEXT,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "account_event_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateIndex
CREATE INDEX "passkey_member_id_idx" ON "passkey"("member_id");

-- CreateIndex
CREATE INDEX "member_session_member_id_idx" ON "member_session"("member_id");

-- CreateIndex
CREATE INDEX "member_session_expires_at_idx" ON "member_session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_seq_key" ON "redemption"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_order_hash_key" ON "redemption"("order_hash");

-- CreateIndex
CREATE INDEX "redemption_member_id_seq_idx" ON "redemption"("member_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "redemption_state_list_id_idx" ON "redemption"("state", "list_id");

-- CreateIndex
CREATE INDEX "redemption_list_id_idx" ON "redemption"("list_id");

-- CreateIndex
CREATE INDEX "redemption_reward_id_idx" ON "redemption"("reward_id");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_partner_id_reference_key" ON "redemption"("partner_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_account_nonce_key" ON "redemption"("account", "nonce");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_list_seq_key" ON "redemption_list"("seq");

-- CreateIndex
CREATE INDEX "redemption_list_state_idx" ON "redemption_list"("state");

-- CreateIndex
CREATE INDEX "redemption_list_call_id_idx" ON "redemption_list"("call_id");

-- CreateIndex
CREATE UNIQUE INDEX "restoration_seq_key" ON "restoration"("seq");

-- CreateIndex
CREATE INDEX "restoration_redemption_id_idx" ON "restoration"("redemption_id");

-- CreateIndex
CREATE INDEX "restoration_state_idx" ON "restoration"("state");

-- CreateIndex
CREATE INDEX "restoration_call_id_idx" ON "restoration"("call_id");

-- CreateIndex
CREATE UNIQUE INDEX "restoration_partner_id_reference_key" ON "restoration"("partner_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "account_act_seq_key" ON "account_act"("seq");

-- CreateIndex
CREATE INDEX "account_act_member_id_idx" ON "account_act"("member_id");

-- CreateIndex
CREATE INDEX "account_act_state_idx" ON "account_act"("state");

-- CreateIndex
CREATE INDEX "account_act_call_id_idx" ON "account_act"("call_id");

-- CreateIndex
CREATE UNIQUE INDEX "charity_name_key" ON "charity"("name");

-- CreateIndex
CREATE UNIQUE INDEX "reward_seq_key" ON "reward"("seq");

-- CreateIndex
CREATE INDEX "reward_partner_id_idx" ON "reward"("partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "reward_code_claim_id_key" ON "reward_code"("claim_id");

-- CreateIndex
CREATE INDEX "reward_code_reward_id_claim_id_idx" ON "reward_code"("reward_id", "claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "reward_claim_seq_key" ON "reward_claim"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "reward_claim_redemption_id_key" ON "reward_claim"("redemption_id");

-- CreateIndex
CREATE UNIQUE INDEX "reward_claim_voucher_key" ON "reward_claim"("voucher");

-- CreateIndex
CREATE INDEX "reward_claim_member_id_seq_idx" ON "reward_claim"("member_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "reward_claim_reward_id_idx" ON "reward_claim"("reward_id");

-- CreateIndex
CREATE INDEX "redemption_event_account_nonce_idx" ON "redemption_event"("account", "nonce");

-- CreateIndex
CREATE INDEX "redemption_event_order_hash_idx" ON "redemption_event"("order_hash");

-- CreateIndex
CREATE INDEX "redemption_event_partner_id_block_number_log_index_idx" ON "redemption_event"("partner_id", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "account_event_account_block_number_idx" ON "account_event"("account", "block_number");

-- What Prisma cannot say.
ALTER TABLE "call" DROP CONSTRAINT "call_kind_check",
    ADD CONSTRAINT "call_kind_check" CHECK ("kind" IN ('batch', 'operator', 'redemption', 'account'));

ALTER TABLE "member_pin"
    ADD CONSTRAINT "member_pin_failed_tries_check" CHECK ("failed_tries" >= 0);

ALTER TABLE "passkey"
    ADD CONSTRAINT "passkey_point_check" CHECK ("x" ~ '^0x[0-9a-f]{64}$' AND "y" ~ '^0x[0-9a-f]{64}$');

ALTER TABLE "member_session"
    ADD CONSTRAINT "member_session_kind_check" CHECK ("kind" IN ('wallet', 'passkey', 'card')),
    ADD CONSTRAINT "member_session_token_hash_check" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "redemption"
    ADD CONSTRAINT "redemption_points_check" CHECK ("points" BETWEEN 1 AND 281474976710655),
    ADD CONSTRAINT "redemption_account_check" CHECK ("account" ~ '^0x[0-9a-f]{40}$'),
    ADD CONSTRAINT "redemption_nonce_check" CHECK ("nonce" BETWEEN 1 AND 1048575),
    ADD CONSTRAINT "redemption_hash_check" CHECK ("order_hash" ~ '^0x[0-9a-f]{64}$' AND "reward_hash" ~ '^0x[0-9a-f]{64}$' AND "salt" ~ '^0x[0-9a-f]{64}$'),
    ADD CONSTRAINT "redemption_consent_kind_check" CHECK ("consent_kind" IN ('wallet', 'passkey', 'pin')),
    ADD CONSTRAINT "redemption_consent_check" CHECK (("consent_kind" IS NULL) = ("consented_at" IS NULL) AND ("consent_kind" IS NULL) = ("member_signature" IS NULL)),
    ADD CONSTRAINT "redemption_state_check" CHECK ("state" IN ('held', 'captured', 'voided')),
    ADD CONSTRAINT "redemption_captured_check" CHECK (("state" = 'captured') = ("captured_at" IS NOT NULL) AND ("state" <> 'captured' OR "consent_kind" IS NOT NULL)),
    ADD CONSTRAINT "redemption_voided_check" CHECK (("state" = 'voided') = ("voided_at" IS NOT NULL)),
    ADD CONSTRAINT "redemption_list_check" CHECK ("list_id" IS NULL OR "state" = 'captured'),
    ADD CONSTRAINT "redemption_refused_check" CHECK ("refused_reason" IS NULL OR "state" = 'captured'),
    ADD CONSTRAINT "redemption_renewals_check" CHECK ("renewals" >= 0);

ALTER TABLE "redemption_list"
    ADD CONSTRAINT "redemption_list_state_check" CHECK ("state" IN ('formed', 'sent', 'done', 'failed')),
    ADD CONSTRAINT "redemption_list_order_count_check" CHECK ("order_count" >= 1),
    ADD CONSTRAINT "redemption_list_call_check" CHECK ("state" IN ('formed', 'failed') OR ("call_id" IS NOT NULL AND "partner_signature" IS NOT NULL));

ALTER TABLE "restoration"
    ADD CONSTRAINT "restoration_points_check" CHECK ("points" > 0),
    ADD CONSTRAINT "restoration_state_check" CHECK ("state" IN ('requested', 'sent', 'done', 'failed')),
    ADD CONSTRAINT "restoration_failed_check" CHECK (("state" = 'failed') = ("failed_reason" IS NOT NULL));

ALTER TABLE "account_act"
    ADD CONSTRAINT "account_act_kind_check" CHECK ("kind" IN ('freeze', 'unfreeze', 'move', 'announce_recovery', 'refuse_recovery', 'cancel_recovery', 'complete_recovery')),
    ADD CONSTRAINT "account_act_state_check" CHECK ("state" IN ('requested', 'done', 'failed')),
    ADD CONSTRAINT "account_act_failed_check" CHECK (("state" = 'failed') = ("failed_reason" IS NOT NULL));

ALTER TABLE "reward"
    ADD CONSTRAINT "reward_kind_check" CHECK ("kind" IN ('basket_discount', 'product', 'service', 'gift_code', 'access', 'donation')),
    ADD CONSTRAINT "reward_points_check" CHECK ("points" BETWEEN 1 AND 281474976710655),
    ADD CONSTRAINT "reward_discount_check" CHECK (("kind" = 'basket_discount') = ("discount_minor" IS NOT NULL) AND "discount_minor" > 0),
    ADD CONSTRAINT "reward_charity_check" CHECK (("kind" = 'donation') = ("charity_id" IS NOT NULL)),
    ADD CONSTRAINT "reward_stock_check" CHECK ("stock" >= 0),
    ADD CONSTRAINT "reward_basket_check" CHECK ("basket_min_minor" >= 0),
    ADD CONSTRAINT "reward_limit_check" CHECK ("per_member_max" >= 1 AND "claim_days" >= 1);

ALTER TABLE "reward_claim"
    ADD CONSTRAINT "reward_claim_state_check" CHECK ("state" IN ('issued', 'redeemed', 'cancelled'));

ALTER TABLE "redemption_event"
    ADD CONSTRAINT "redemption_event_kind_check" CHECK ("kind" IN ('redeemed', 'refused', 'restored')),
    ADD CONSTRAINT "redemption_event_account_check" CHECK ("account" ~ '^0x[0-9a-f]{40}$');

ALTER TABLE "account_event"
    ADD CONSTRAINT "account_event_kind_check" CHECK ("kind" IN ('moved', 'frozen', 'unfrozen', 'recovery_announced', 'recovery_refused', 'recovery_completed')),
    ADD CONSTRAINT "account_event_account_check" CHECK ("account" ~ '^0x[0-9a-f]{40}$');

ALTER TABLE "partner"
    ADD CONSTRAINT "partner_redeem_rate_check" CHECK (("redeem_points" IS NULL) = ("redeem_minor" IS NULL) AND "redeem_points" >= 1 AND "redeem_minor" >= 0);
