-- CreateIndex
CREATE INDEX "batch_partner_id_created_at_id_idx" ON "batch"("partner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "purchase_partner_id_recorded_at_id_idx" ON "purchase"("partner_id", "recorded_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "purchase_return_partner_id_recorded_at_id_idx" ON "purchase_return"("partner_id", "recorded_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "redemption_partner_id_held_at_id_idx" ON "redemption"("partner_id", "held_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reward_claim_partner_id_issued_at_id_idx" ON "reward_claim"("partner_id", "issued_at" DESC, "id" DESC);
