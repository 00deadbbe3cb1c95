-- CreateTable
CREATE TABLE "price_plan" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "issue_micros" BIGINT NOT NULL,
    "redeem_micros" BIGINT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clearing_statement" (
    "partner_id" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "payable_minor" BIGINT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clearing_statement_pkey" PRIMARY KEY ("partner_id","month")
);

-- CreateTable
CREATE TABLE "statement_payment" (
    "partner_id" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_payment_pkey" PRIMARY KEY ("partner_id","month")
);

-- CreateIndex
CREATE UNIQUE INDEX "price_plan_seq_key" ON "price_plan"("seq");

-- CreateIndex
CREATE INDEX "price_plan_partner_id_month_idx" ON "price_plan"("partner_id", "month");

-- CreateIndex
CREATE UNIQUE INDEX "clearing_statement_number_key" ON "clearing_statement"("number");

-- By hand: prices are never negative, and a statement is a partner's month as it was signed, for ever.
ALTER TABLE "price_plan" ADD CONSTRAINT "price_plan_prices" CHECK ("issue_micros" >= 0 AND "redeem_micros" >= 0);

CREATE FUNCTION "refuse_statement_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued statement never changes: % is refused', TG_OP;
END
$$;

CREATE TRIGGER "clearing_statement_append_only" BEFORE UPDATE OR DELETE ON "clearing_statement"
    FOR EACH ROW EXECUTE FUNCTION "refuse_statement_change"();

CREATE TRIGGER "clearing_statement_no_truncate" BEFORE TRUNCATE ON "clearing_statement"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_statement_change"();
