-- CreateTable
CREATE TABLE "feed_counter" (
    "partner_id" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "taken" BIGINT NOT NULL,

    CONSTRAINT "feed_counter_pkey" PRIMARY KEY ("partner_id")
);

INSERT INTO "feed_counter" SELECT "partner_id", max("number"), 0 FROM "feed_event" GROUP BY "partner_id";
