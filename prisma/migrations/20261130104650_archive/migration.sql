-- CreateTable
CREATE TABLE "archive_file" (
    "log_index" BIGINT NOT NULL,
    "batch_hash" TEXT NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "first_entry" BIGINT NOT NULL,
    "sha256" TEXT,
    "length" INTEGER NOT NULL,
    "content" TEXT,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "archive_file_pkey" PRIMARY KEY ("log_index")
);

-- CreateTable
CREATE TABLE "archive_rule" (
    "hash" TEXT NOT NULL,
    "document" TEXT NOT NULL,

    CONSTRAINT "archive_rule_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "archive_subtree" (
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "archive_subtree_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "archive_checkpoint" (
    "size" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "log_key" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "archive_checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateTable
CREATE TABLE "archive_cosignature" (
    "size" BIGINT NOT NULL,
    "witness" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "cosigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "archive_cosignature_pkey" PRIMARY KEY ("size","witness")
);

-- CreateIndex
CREATE UNIQUE INDEX "archive_file_batch_hash_key" ON "archive_file"("batch_hash");

-- CreateIndex
CREATE UNIQUE INDEX "archive_file_sha256_key" ON "archive_file"("sha256");

-- CreateIndex
CREATE INDEX "archive_cosignature_witness_size_idx" ON "archive_cosignature"("witness", "size" DESC);

ALTER TABLE "archive_file"
    ADD CONSTRAINT "archive_file_log_index_check" CHECK ("log_index" >= 0),
    ADD CONSTRAINT "archive_file_content_check" CHECK (("sha256" IS NULL) = ("content" IS NULL) AND ("sha256" IS NULL) = ("length" = 0));

-- What was published is never changed or taken away. Whoever may alter the table can take this away: the log and its witnesses show it then.
CREATE FUNCTION "refuse_archive_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the archive is append-only: % is refused', TG_OP;
END
$$;

CREATE TRIGGER "archive_file_append_only" BEFORE UPDATE OR DELETE ON "archive_file"
    FOR EACH ROW EXECUTE FUNCTION "refuse_archive_change"();
