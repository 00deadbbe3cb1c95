-- CreateTable
CREATE TABLE "sweep" (
    "call_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "accounts" TEXT[],
    "formed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("call_id")
);

-- CreateIndex
CREATE INDEX "sweep_epoch_idx" ON "sweep"("epoch");

-- CreateIndex
CREATE INDEX "sweep_formed_at_idx" ON "sweep"("formed_at");

ALTER TABLE "call" DROP CONSTRAINT "call_kind_check",
    ADD CONSTRAINT "call_kind_check" CHECK ("kind" IN ('batch', 'operator', 'redemption', 'account', 'sweep'));

ALTER TABLE "sweep"
    ADD CONSTRAINT "sweep_accounts_check" CHECK (cardinality("accounts") >= 1);
