-- AlterTable
ALTER TABLE "clearing_statement" ADD COLUMN     "position_minor" BIGINT;

-- CreateTable
CREATE TABLE "clearing_event" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "month" INTEGER,
    "partner_id" INTEGER,
    "minor" TEXT,
    "positions" INTEGER,
    "text_hash" TEXT,
    "transaction_hash" TEXT NOT NULL,
    "included_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "clearing_event_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateIndex
CREATE INDEX "clearing_event_month_partner_id_idx" ON "clearing_event"("month", "partner_id");

-- CreateIndex
CREATE INDEX "clearing_event_partner_id_month_idx" ON "clearing_event"("partner_id", "month");

-- CreateTable
CREATE TABLE "clearing_act" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "text_hash" TEXT,
    "state" TEXT NOT NULL,
    "failed_reason" TEXT,
    "call_id" UUID,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "clearing_act_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "clearing_act_seq_key" ON "clearing_act"("seq");

-- CreateIndex
CREATE INDEX "clearing_act_partner_id_month_seq_idx" ON "clearing_act"("partner_id", "month", "seq");

-- CreateIndex
CREATE INDEX "clearing_act_state_seq_idx" ON "clearing_act"("state", "seq");

-- CreateIndex
CREATE INDEX "clearing_act_call_id_idx" ON "clearing_act"("call_id");

-- By hand: statements of before have in their document what the new column has. The trigger that refuses every change is off for this one.
ALTER TABLE "clearing_statement" DISABLE TRIGGER "clearing_statement_append_only";

UPDATE "clearing_statement" SET "position_minor" =
    ("document"::jsonb #>> '{legs,1,grossMinor}')::bigint - ("document"::jsonb #>> '{legs,0,grossMinor}')::bigint
WHERE jsonb_array_length("document"::jsonb -> 'lines') > 0;

ALTER TABLE "clearing_statement" ENABLE TRIGGER "clearing_statement_append_only";

-- Acts of partners on their positions are calls that any lane may send.
ALTER TABLE "call" DROP CONSTRAINT "call_kind_check";
ALTER TABLE "call" ADD CONSTRAINT "call_kind_check" CHECK ("kind" IN ('batch', 'operator', 'redemption', 'account', 'sweep', 'clearing'));

ALTER TABLE "clearing_act" ADD CONSTRAINT "clearing_act_kind_check" CHECK ("kind" IN ('confirmation', 'dispute', 'withdrawal', 'resolution'));
ALTER TABLE "clearing_act" ADD CONSTRAINT "clearing_act_state_check" CHECK ("state" IN ('requested', 'sent', 'done', 'failed'));
