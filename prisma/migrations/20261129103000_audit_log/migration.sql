-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "holder" TEXT,
ADD COLUMN     "issued_by" TEXT;

-- CreateTable
CREATE TABLE "audit_entry" (
    "number" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "caller_kind" TEXT NOT NULL,
    "key_id" TEXT,
    "key_label" TEXT,
    "partner_id" INTEGER,
    "operation" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "kept" TEXT NOT NULL,
    "amount" BIGINT,
    "raises" BIGINT,
    "request_digest" TEXT,
    "status" INTEGER NOT NULL,
    "problem" TEXT,
    "changed" BOOLEAN NOT NULL,
    "proposal_id" UUID,
    "request_id" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "params" TEXT NOT NULL,
    "body" TEXT,
    "request_hash" TEXT NOT NULL,
    "request_digest" TEXT,
    "idempotency_key" TEXT,
    "proposed_by" TEXT NOT NULL,
    "scopes" TEXT[],
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "problem" TEXT,
    "answer_status" INTEGER,
    "answer" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_partner_id_number_idx" ON "audit_entry"("partner_id", "number");

-- CreateIndex
CREATE INDEX "audit_entry_key_id_number_idx" ON "audit_entry"("key_id", "number");

-- CreateIndex
CREATE INDEX "audit_entry_operation_number_idx" ON "audit_entry"("operation", "number");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "proposal_created_at_id_idx" ON "proposal"("created_at", "id");

-- CreateIndex
CREATE INDEX "proposal_state_idx" ON "proposal"("state");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_proposed_by_idempotency_key_key" ON "proposal"("proposed_by", "idempotency_key");

-- CreateIndex
CREATE INDEX "api_key_holder_idx" ON "api_key"("holder");

ALTER TABLE "audit_entry"
    ADD CONSTRAINT "audit_entry_number_check" CHECK ("number" >= 1),
    ADD CONSTRAINT "audit_entry_caller_kind_check" CHECK ("caller_kind" IN ('operator', 'partner', 'server')),
    ADD CONSTRAINT "audit_entry_previous_hash_check" CHECK ("previous_hash" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "audit_entry_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "proposal"
    ADD CONSTRAINT "proposal_state_check" CHECK ("state" IN ('waiting', 'approved', 'done', 'failed', 'rejected'));

-- The audit log is append-only. Whoever may alter the table can take this away: the chain of hashes shows what they did then.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP;
END
$$;

CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_entry_no_truncate" BEFORE TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
