-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "given" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "consent_seq_key" ON "consent"("seq");

-- CreateIndex
CREATE INDEX "consent_member_id_idx" ON "consent"("member_id");
