-- DropIndex
DROP INDEX "purchase_partner_id_order_ref_key";

-- DropIndex
DROP INDEX "purchase_return_partner_id_return_ref_key";

-- DropIndex
DROP INDEX "redemption_partner_id_reference_key";

-- DropIndex
DROP INDEX "restoration_partner_id_reference_key";

-- DropIndex
DROP INDEX "reward_claim_voucher_key";

-- DropIndex
DROP INDEX "slip_partner_id_order_ref_key";

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- By hand: rows of before have no hash yet. What they are marked with keeps them unique until the start seals them (seal-older-rows.ts).
ALTER TABLE "purchase" ADD COLUMN     "order_key" TEXT;
UPDATE "purchase" SET "order_key" = 'plain:' || "order_ref";
ALTER TABLE "purchase" ALTER COLUMN "order_key" SET NOT NULL;

-- By hand: rows of before have no hash yet. What they are marked with keeps them unique until the start seals them (seal-older-rows.ts).
ALTER TABLE "purchase_return" ADD COLUMN     "return_key" TEXT;
UPDATE "purchase_return" SET "return_key" = 'plain:' || "return_ref";
ALTER TABLE "purchase_return" ALTER COLUMN "return_key" SET NOT NULL;

-- By hand: rows of before have no hash yet. What they are marked with keeps them unique until the start seals them (seal-older-rows.ts).
ALTER TABLE "redemption" ADD COLUMN     "reference_key" TEXT;
UPDATE "redemption" SET "reference_key" = 'plain:' || "reference";
ALTER TABLE "redemption" ALTER COLUMN "reference_key" SET NOT NULL;

-- By hand: rows of before have no hash yet. What they are marked with keeps them unique until the start seals them (seal-older-rows.ts).
ALTER TABLE "restoration" ADD COLUMN     "member_id" UUID,
ADD COLUMN     "reference_key" TEXT;
UPDATE "restoration" SET "reference_key" = 'plain:' || "reference",
  "member_id" = (SELECT "member_id" FROM "redemption" WHERE "redemption"."id" = "restoration"."redemption_id");
ALTER TABLE "restoration" ALTER COLUMN "reference_key" SET NOT NULL;

-- By hand: rows of before have no hash yet. What they are marked with keeps them unique until the start seals them (seal-older-rows.ts).
ALTER TABLE "reward_claim" ADD COLUMN     "voucher_key" TEXT;
UPDATE "reward_claim" SET "voucher_key" = 'plain:' || "voucher";
ALTER TABLE "reward_claim" ALTER COLUMN "voucher_key" SET NOT NULL;

-- By hand: rows of before have no hash yet. What they are marked with keeps them unique until the start seals them (seal-older-rows.ts).
ALTER TABLE "slip" ADD COLUMN     "order_key" TEXT;
UPDATE "slip" SET "order_key" = 'plain:' || "order_ref";
ALTER TABLE "slip" ALTER COLUMN "order_key" SET NOT NULL;

-- CreateTable
CREATE TABLE "erasure" (
    "member_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "key_store" (
    "id" INTEGER NOT NULL,
    "store_id" TEXT NOT NULL,

    CONSTRAINT "key_store_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "erasure_state_idx" ON "erasure"("state");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_partner_id_order_key_key" ON "purchase"("partner_id", "order_key");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_return_partner_id_return_key_key" ON "purchase_return"("partner_id", "return_key");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_partner_id_reference_key_key" ON "redemption"("partner_id", "reference_key");

-- CreateIndex
CREATE INDEX "restoration_member_id_idx" ON "restoration"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "restoration_partner_id_reference_key_key" ON "restoration"("partner_id", "reference_key");

-- CreateIndex
CREATE UNIQUE INDEX "reward_claim_voucher_key_key" ON "reward_claim"("voucher_key");

-- CreateIndex
CREATE UNIQUE INDEX "slip_partner_id_order_key_key" ON "slip"("partner_id", "order_key");

-- By hand: what is sealed has another form than what was said of the text. The routes check the texts.
ALTER TABLE "member_identifier" DROP CONSTRAINT "member_identifier_hint_check";
ALTER TABLE "purchase" DROP CONSTRAINT "purchase_order_ref_check";
ALTER TABLE "purchase_return" DROP CONSTRAINT "purchase_return_return_ref_check";
ALTER TABLE "outbox_entry" DROP CONSTRAINT "outbox_entry_salt_check";
ALTER TABLE "redemption" DROP CONSTRAINT "redemption_hash_check";
ALTER TABLE "redemption"
    ADD CONSTRAINT "redemption_hash_check" CHECK ("order_hash" ~ '^0x[0-9a-f]{64}$' AND "reward_hash" ~ '^0x[0-9a-f]{64}$');
