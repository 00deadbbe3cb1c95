-- AlterTable
ALTER TABLE "call" ADD COLUMN     "gas_used" BIGINT;

-- AlterTable
ALTER TABLE "passkey" ADD COLUMN     "confirms_from" TIMESTAMPTZ(3),
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "budget_use" (
    "budget" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "used" INTEGER NOT NULL,

    CONSTRAINT "budget_use_pkey" PRIMARY KEY ("budget","subject","day")
);

-- CreateIndex
CREATE INDEX "budget_use_day_idx" ON "budget_use"("day");

-- CreateIndex
CREATE INDEX "call_created_at_idx" ON "call"("created_at");

-- An act that was taken back before it was sent.
ALTER TABLE "account_act" DROP CONSTRAINT "account_act_state_check";
ALTER TABLE "account_act" ADD CONSTRAINT "account_act_state_check" CHECK ("state" IN ('requested', 'done', 'failed', 'folded'));

ALTER TABLE "budget_use" ADD CONSTRAINT "budget_use_used_check" CHECK ("used" > 0);
