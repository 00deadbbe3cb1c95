-- CreateTable
CREATE TABLE "charity_statement" (
    "charity_id" UUID NOT NULL,
    "month" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "payable_minor" BIGINT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charity_statement_pkey" PRIMARY KEY ("charity_id","month")
);

-- CreateTable
CREATE TABLE "charity_payment" (
    "charity_id" UUID NOT NULL,
    "month" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charity_payment_pkey" PRIMARY KEY ("charity_id","month")
);

-- CreateIndex
CREATE UNIQUE INDEX "charity_statement_number_key" ON "charity_statement"("number");

-- By hand: what was signed never changes.
CREATE TRIGGER "charity_statement_append_only" BEFORE UPDATE OR DELETE ON "charity_statement"
    FOR EACH ROW EXECUTE FUNCTION "refuse_statement_change"();

CREATE TRIGGER "charity_statement_no_truncate" BEFORE TRUNCATE ON "charity_statement"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_statement_change"();
