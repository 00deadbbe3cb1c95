-- Every batch was this server's own, alone in its transaction, so its event is behind all of the transaction's transfers.
ALTER TABLE "posted_batch" ADD COLUMN     "log_index" INTEGER,
ADD COLUMN     "sender" TEXT;

UPDATE "posted_batch" SET "log_index" = 1 + coalesce((
    SELECT max(m."log_index") FROM "movement" m
    WHERE m."block_number" = "posted_batch"."block_number" AND m."transaction_hash" = "posted_batch"."transaction_hash"
), 0);

-- AlterTable
ALTER TABLE "posted_batch" ALTER COLUMN "log_index" SET NOT NULL;

-- CreateTable
CREATE TABLE "unexplained_batch" (
    "id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "first_entry" BIGINT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "batch_hash" TEXT NOT NULL,
    "signed_by" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "release_reason" TEXT,
    "passed_at" TIMESTAMPTZ(3),

    CONSTRAINT "unexplained_batch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "unexplained_batch_batch_hash_key" ON "unexplained_batch"("batch_hash");

-- CreateIndex
CREATE INDEX "unexplained_batch_partner_id_first_entry_idx" ON "unexplained_batch"("partner_id", "first_entry");

-- What Prisma's schema language cannot say.
ALTER TABLE "unexplained_batch"
    ADD CONSTRAINT "unexplained_batch_signed_by_check" CHECK ("signed_by" IN ('own_key', 'hosted_key')),
    ADD CONSTRAINT "unexplained_batch_release_check" CHECK (("released_at" IS NULL) = ("release_reason" IS NULL)),
    ADD CONSTRAINT "unexplained_batch_passed_check" CHECK ("passed_at" IS NULL OR "released_at" IS NOT NULL);

CREATE INDEX "unexplained_batch_waiting_idx" ON "unexplained_batch"("partner_id") WHERE "passed_at" IS NULL;
