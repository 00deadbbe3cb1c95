-- A freeze goes along when an account moves: whoever asks whether an account is frozen looks for where it came from.
-- CreateIndex
CREATE INDEX "account_event_to_account_idx" ON "account_event"("to_account");
