-- CreateTable
CREATE TABLE "partner_departure" (
    "partner_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "returns_until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "partner_departure_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "partner_next_key" (
    "partner_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "keystore" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "partner_next_key_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "power_pause" (
    "power" TEXT NOT NULL,
    "is_paused" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "call_id" UUID NOT NULL,

    CONSTRAINT "power_pause_pkey" PRIMARY KEY ("power")
);

-- CreateTable
CREATE TABLE "power_event" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "power" TEXT,
    "operation_id" TEXT,
    "nonce" INTEGER,
    "ready_at" TIMESTAMPTZ(0),
    "caller" TEXT,
    "target" TEXT,
    "data" TEXT,
    "transaction_hash" TEXT NOT NULL,
    "included_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "power_event_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateIndex
CREATE UNIQUE INDEX "partner_departure_id_key" ON "partner_departure"("id");

-- CreateIndex
CREATE INDEX "partner_departure_state_idx" ON "partner_departure"("state");

-- CreateIndex
CREATE UNIQUE INDEX "partner_next_key_id_key" ON "partner_next_key"("id");

-- CreateIndex
CREATE INDEX "partner_next_key_state_idx" ON "partner_next_key"("state");

-- CreateIndex
CREATE INDEX "power_event_power_block_number_idx" ON "power_event"("power", "block_number");

-- CreateIndex
CREATE INDEX "power_event_operation_id_idx" ON "power_event"("operation_id");

-- A hosted key is there for as long as its partner is.
ALTER TABLE "partner" DROP CONSTRAINT "partner_issuer_keystore_check",
    ADD CONSTRAINT "partner_issuer_keystore_check" CHECK (
        CASE WHEN "issuer_keystore" IS NULL THEN "issuer_kind" = 'external' OR "status" = 'left'
        ELSE "issuer_kind" = 'hosted' END
    );

ALTER TABLE "partner_departure"
    ADD CONSTRAINT "partner_departure_state_check" CHECK ("state" IN ('leaving', 'stayed', 'left')),
    ADD CONSTRAINT "partner_departure_ended_check" CHECK (("state" = 'leaving') = ("ended_at" IS NULL));

ALTER TABLE "partner_next_key"
    ADD CONSTRAINT "partner_next_key_state_check" CHECK ("state" IN ('waiting', 'used', 'dropped')),
    ADD CONSTRAINT "partner_next_key_kind_check" CHECK ("kind" IN ('hosted', 'external')),
    ADD CONSTRAINT "partner_next_key_ended_check" CHECK (("state" = 'waiting') = ("ended_at" IS NULL)),
    ADD CONSTRAINT "partner_next_key_keystore_check"
    CHECK (("state" = 'waiting' AND "kind" = 'hosted') = ("keystore" IS NOT NULL));

ALTER TABLE "power_pause"
    ADD CONSTRAINT "power_pause_power_check" CHECK ("power" IN ('issuing', 'redeeming'));

ALTER TABLE "power_event"
    ADD CONSTRAINT "power_event_kind_check"
    CHECK ("kind" IN ('paused', 'resumed', 'scheduled', 'executed', 'cancelled')),
    ADD CONSTRAINT "power_event_power_check" CHECK (("kind" IN ('paused', 'resumed')) = ("power" IS NOT NULL)),
    ADD CONSTRAINT "power_event_operation_check" CHECK (("power" IS NULL) = ("operation_id" IS NOT NULL)),
    ADD CONSTRAINT "power_event_scheduled_check" CHECK (("kind" = 'scheduled') = ("data" IS NOT NULL));
