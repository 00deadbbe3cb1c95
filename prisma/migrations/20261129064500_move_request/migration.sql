-- CreateTable
CREATE TABLE "move_request" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "to_account" TEXT NOT NULL,
    "deadline" BIGINT NOT NULL,
    "to_signature" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "ended_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "move_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "move_request_seq_key" ON "move_request"("seq");

-- CreateIndex
CREATE INDEX "move_request_member_id_seq_idx" ON "move_request"("member_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "move_request_state_seq_idx" ON "move_request"("state", "seq");

-- CreateIndex
CREATE INDEX "move_request_account_idx" ON "move_request"("account");

-- CreateIndex
CREATE INDEX "move_request_to_account_idx" ON "move_request"("to_account");
