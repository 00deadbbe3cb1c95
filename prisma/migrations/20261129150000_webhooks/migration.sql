-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "types" TEXT[],
    "sealed" TEXT,
    "public_key" TEXT NOT NULL,
    "previous_sealed" TEXT,
    "previous_public_key" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_cursor" (
    "webhook_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "failures" INTEGER NOT NULL,
    "paused_until" TIMESTAMPTZ(3),
    "tried_at" TIMESTAMPTZ(3),
    "last_delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_cursor_pkey" PRIMARY KEY ("webhook_id")
);

-- CreateTable
CREATE TABLE "webhook_lease" (
    "webhook_id" UUID NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_lease_pkey" PRIMARY KEY ("webhook_id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "webhook_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_failure" TEXT NOT NULL,
    "last_status" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_seq_key" ON "webhook"("seq");

-- CreateIndex
CREATE INDEX "webhook_partner_id_idx" ON "webhook"("partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_seq_key" ON "webhook_delivery"("seq");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_state_next_try_at_idx" ON "webhook_delivery"("webhook_id", "state", "next_try_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_ended_at_idx" ON "webhook_delivery"("ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_webhook_id_number_key" ON "webhook_delivery"("webhook_id", "number");

-- By hand: whatever is over has an end, and what waits has none.
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_ends" CHECK (("state" = 'waiting') = ("ended_at" IS NULL));
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_keys" CHECK (("sealed" IS NULL) = ("removed_at" IS NOT NULL));
-- And whoever looks for work looks past what is over.
CREATE INDEX "webhook_live_idx" ON "webhook"("id") WHERE "removed_at" IS NULL AND "disabled_at" IS NULL;
