-- CreateTable
CREATE TABLE "approval_policy" (
    "partner_id" INTEGER NOT NULL,
    "statement_approvals" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_policy_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "approval_request" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "month" INTEGER,
    "text" TEXT,
    "state" TEXT NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "approval_request_seq_key" ON "approval_request"("seq");

-- CreateIndex
CREATE INDEX "approval_request_partner_id_state_seq_idx" ON "approval_request"("partner_id", "state", "seq");

-- By hand: one or two people, and a confirmation names its month and its payment.
ALTER TABLE "approval_policy" ADD CONSTRAINT "approval_policy_people" CHECK ("statement_approvals" IN (1, 2));
ALTER TABLE "approval_request" ADD CONSTRAINT "approval_request_confirmation" CHECK (("kind" = 'confirmation') = ("month" IS NOT NULL) AND ("month" IS NULL) = ("text" IS NULL));
