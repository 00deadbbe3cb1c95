-- AlterTable
ALTER TABLE "redemption" ALTER COLUMN "nonce" DROP NOT NULL,
ALTER COLUMN "order_hash" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "redemption_partner_id_state_expires_at_idx" ON "redemption"("partner_id", "state", "expires_at");
