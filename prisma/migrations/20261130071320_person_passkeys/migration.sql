-- CreateTable
CREATE TABLE "person_passkey" (
    "id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "rp_id" TEXT NOT NULL,
    "x" TEXT NOT NULL,
    "y" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_passkey_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "person_passkey_person_id_idx" ON "person_passkey"("person_id");
