-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "email_hash" TEXT NOT NULL,
    "sealed" TEXT,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "joined_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_code" (
    "email_hash" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_code_pkey" PRIMARY KEY ("email_hash")
);

-- CreateTable
CREATE TABLE "person_session" (
    "token_hash" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_seq_key" ON "person"("seq");

-- CreateIndex
CREATE INDEX "person_partner_id_idx" ON "person"("partner_id");

-- CreateIndex
CREATE INDEX "person_email_hash_idx" ON "person"("email_hash");

-- CreateIndex
CREATE INDEX "person_code_expires_at_idx" ON "person_code"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "person_session_id_key" ON "person_session"("id");

-- CreateIndex
CREATE INDEX "person_session_person_id_idx" ON "person_session"("person_id");

-- CreateIndex
CREATE INDEX "person_session_expires_at_idx" ON "person_session"("expires_at");

-- By hand: an address is somebody's once at a partner, and who is removed leaves none.
CREATE UNIQUE INDEX "person_partner_id_email_hash_key" ON "person"("partner_id", "email_hash") WHERE "removed_at" IS NULL;
ALTER TABLE "person" ADD CONSTRAINT "person_removed" CHECK (("sealed" IS NULL) = ("removed_at" IS NOT NULL));
