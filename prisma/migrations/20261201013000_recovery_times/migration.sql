-- Totals of a period take points from purchases and returns, which have an index by time. Recoveries of shortfalls are neither: there are
-- few of them, so an index of their own costs the others nothing.
CREATE INDEX "outbox_entry_recovery_idx" ON "outbox_entry"("partner_id", "recorded_at") WHERE "kind" = 'shortfall_recovery';
