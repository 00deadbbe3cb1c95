-- CreateIndex
CREATE INDEX "posted_batch_partner_id_included_at_idx" ON "posted_batch"("partner_id", "included_at");

-- CreateIndex
CREATE INDEX "redemption_event_partner_id_included_at_idx" ON "redemption_event"("partner_id", "included_at");
