-- Whoever enrols with an address is asked first whether an account is on its way to it.
-- CreateIndex
CREATE INDEX "account_act_to_account_idx" ON "account_act"("to_account");
