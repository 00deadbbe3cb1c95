-- AlterTable
ALTER TABLE "member_identifier" DROP CONSTRAINT "member_identifier_pkey",
ADD COLUMN     "contact" TEXT,
ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "partner_id" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "proven_at" TIMESTAMPTZ(3),
ADD CONSTRAINT "member_identifier_pkey" PRIMARY KEY ("kind", "value_hash", "partner_id");

-- Nobody has proved an e-mail address or a phone number yet: those lead to their member only where the partner that
-- enrolled the member wrote them down (-1).
UPDATE "member_identifier" SET "partner_id" = -1 WHERE "kind" <> 'card';

ALTER TABLE "member_identifier" ALTER COLUMN "partner_id" DROP DEFAULT,
    ADD CONSTRAINT "member_identifier_partner_id_check" CHECK ("partner_id" >= -1),
    -- A card binds by itself, anything else by a proof; what a partner wrote down is neither proven nor a contact.
    ADD CONSTRAINT "member_identifier_binding_check" CHECK (
        CASE WHEN "kind" = 'card' THEN "partner_id" = 0 AND "proven_at" IS NULL
             ELSE ("partner_id" = 0) = ("proven_at" IS NOT NULL) END
    ),
    ADD CONSTRAINT "member_identifier_contact_check" CHECK ("contact" IS NULL OR "proven_at" IS NOT NULL),
    ADD CONSTRAINT "member_identifier_ended_at_check" CHECK ("ended_at" IS NULL OR "partner_id" <> 0);

-- CreateTable
CREATE TABLE "member_relation" (
    "member_id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_relation_pkey" PRIMARY KEY ("member_id","partner_id")
);

-- Who bought somewhere until now was found there by any identifier.
INSERT INTO "member_relation" ("member_id", "partner_id", "created_at")
SELECT "member_id", "partner_id", min("recorded_at") FROM "purchase" GROUP BY 1, 2;

-- CreateTable
CREATE TABLE "one_time_code" (
    "member_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value_hash" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "one_time_code_pkey" PRIMARY KEY ("member_id","purpose")
);

ALTER TABLE "one_time_code"
    ADD CONSTRAINT "one_time_code_purpose_check" CHECK ("purpose" IN ('prove_identifier', 'confirm_move')),
    ADD CONSTRAINT "one_time_code_kind_check" CHECK ("kind" IN ('email', 'phone')),
    ADD CONSTRAINT "one_time_code_hashes_check" CHECK ("value_hash" ~ '^[0-9a-f]{64}$' AND "code_hash" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "one_time_code_tries_check" CHECK ("tries" >= 0);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "sealed" TEXT,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "message"
    ADD CONSTRAINT "message_kind_check" CHECK ("kind" IN ('email', 'phone')),
    ADD CONSTRAINT "message_state_check" CHECK ("state" IN ('waiting', 'sent', 'failed', 'expired')),
    ADD CONSTRAINT "message_tries_check" CHECK ("tries" >= 0),
    -- What is over is not kept readable, and what is not over can be sent.
    ADD CONSTRAINT "message_over_check" CHECK (
        ("state" = 'waiting') = ("sealed" IS NOT NULL) AND ("state" = 'waiting') = ("ended_at" IS NULL)
    );

-- CreateIndex
CREATE INDEX "one_time_code_expires_at_idx" ON "one_time_code"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_seq_key" ON "message"("seq");

-- CreateIndex
CREATE INDEX "message_state_kind_next_try_at_idx" ON "message"("state", "kind", "next_try_at");
