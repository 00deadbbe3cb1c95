-- CreateTable
CREATE TABLE "till" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "till_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slip" (
    "id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "till_id" UUID NOT NULL,
    "order_ref" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "filed_at" TIMESTAMPTZ(3) NOT NULL,
    "member_id" UUID,
    "collected_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "slip_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "till_seq_key" ON "till"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "till_partner_id_public_key_key" ON "till"("partner_id", "public_key");

-- CreateIndex
CREATE UNIQUE INDEX "slip_code_hash_key" ON "slip"("code_hash");

-- CreateIndex
CREATE INDEX "slip_till_id_idx" ON "slip"("till_id");

-- CreateIndex
CREATE INDEX "slip_member_id_idx" ON "slip"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "slip_partner_id_order_ref_key" ON "slip"("partner_id", "order_ref");

-- By hand: a slip is collected or voided, never both, and money is never negative.
ALTER TABLE "slip" ADD CONSTRAINT "slip_ends_once" CHECK ("member_id" IS NULL OR "voided_at" IS NULL);
ALTER TABLE "slip" ADD CONSTRAINT "slip_amount" CHECK ("amount_minor" >= 0);
