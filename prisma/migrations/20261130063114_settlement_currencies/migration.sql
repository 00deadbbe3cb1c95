-- By hand: statements of before have in their document what the new columns have, and were paid in the currency that they are in. The triggers
-- that refuse every change are off for this one.
ALTER TABLE "charity_statement" ADD COLUMN "currency" TEXT;

ALTER TABLE "clearing_statement" ADD COLUMN "currency" TEXT,
ADD COLUMN "due_currency" TEXT,
ADD COLUMN "due_minor" TEXT;

ALTER TABLE "charity_statement" DISABLE TRIGGER "charity_statement_append_only";
UPDATE "charity_statement" SET "currency" = "document"::jsonb ->> 'currency';
ALTER TABLE "charity_statement" ENABLE TRIGGER "charity_statement_append_only";

ALTER TABLE "clearing_statement" DISABLE TRIGGER "clearing_statement_append_only";
UPDATE "clearing_statement" SET "currency" = "document"::jsonb ->> 'currency', "due_currency" = "document"::jsonb ->> 'currency',
    "due_minor" = "payable_minor"::text;
ALTER TABLE "clearing_statement" ENABLE TRIGGER "clearing_statement_append_only";

ALTER TABLE "charity_statement" ALTER COLUMN "currency" SET NOT NULL;
ALTER TABLE "clearing_statement" ALTER COLUMN "currency" SET NOT NULL,
ALTER COLUMN "due_currency" SET NOT NULL,
ALTER COLUMN "due_minor" SET NOT NULL;

-- CreateTable
CREATE TABLE "settlement_currency" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlement_currency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exchange_rate" (
    "date" TEXT NOT NULL,
    "base" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "rate" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exchange_rate_pkey" PRIMARY KEY ("date","base","quote")
);

-- CreateTable
CREATE TABLE "statement_wait" (
    "partner_id" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "noted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_wait_pkey" PRIMARY KEY ("partner_id","month")
);

-- CreateIndex
CREATE UNIQUE INDEX "settlement_currency_seq_key" ON "settlement_currency"("seq");

-- CreateIndex
CREATE INDEX "settlement_currency_partner_id_month_idx" ON "settlement_currency"("partner_id", "month");

-- CreateIndex
CREATE INDEX "exchange_rate_base_quote_date_idx" ON "exchange_rate"("base", "quote", "date");

-- By hand: a rate that was taken in is in signed statements, so it never changes.
CREATE FUNCTION "refuse_rate_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a rate that was taken in never changes: % is refused', TG_OP;
END
$$;

CREATE TRIGGER "exchange_rate_append_only" BEFORE UPDATE OR DELETE ON "exchange_rate"
    FOR EACH ROW EXECUTE FUNCTION "refuse_rate_change"();

CREATE TRIGGER "exchange_rate_no_truncate" BEFORE TRUNCATE ON "exchange_rate"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rate_change"();
