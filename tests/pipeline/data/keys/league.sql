-- Sports in camel case: two teams of a match, numbered players, winners that no name explains.
CREATE TABLE "Country" ("id" int PRIMARY KEY, "name" text);
CREATE TABLE "League" ("id" int PRIMARY KEY, "countryId" int REFERENCES "Country", "name" text);
CREATE TABLE "Team" ("teamApiId" int PRIMARY KEY, "teamFifaId" int, "longName" text);
CREATE TABLE "Player" ("playerApiId" int PRIMARY KEY, "playerName" text, "height" int);
CREATE TABLE "Match" (
    "id" int PRIMARY KEY, "leagueId" int REFERENCES "League", "season" text, "stage" int,
    "homeTeamApiId" int REFERENCES "Team", "awayTeamApiId" int REFERENCES "Team",
    "homeGoals" int, "awayGoals" int,
    "homePlayer1" int REFERENCES "Player", "homePlayer2" int REFERENCES "Player", "awayPlayer1" int REFERENCES "Player",
    "winnerId" int REFERENCES "Team");
CREATE TABLE "PlayerAttributes" (
    "id" int PRIMARY KEY, "playerApiId" int REFERENCES "Player", "date" date, "overallRating" int, "potential" int);
CREATE TABLE "Referee" ("refereeId" int PRIMARY KEY, "nationality" text);
CREATE TABLE "MatchReferee" (
    "matchId" int REFERENCES "Match", "refereeId" int REFERENCES "Referee", "position" int, PRIMARY KEY ("matchId", "refereeId"));
INSERT INTO "Country" SELECT i, 'c' || i FROM generate_series(1, 6) i;
INSERT INTO "League" SELECT i, i, 'l' || i FROM generate_series(1, 6) i;
INSERT INTO "Team" SELECT 8000 + i * 17, 600 + i, 't' || i FROM generate_series(1, 40) i;
INSERT INTO "Player" SELECT 30000 + i * 13, 'p' || i, 160 + i % 40 FROM generate_series(1, 300) i;
INSERT INTO "Match"
SELECT i, i % 6 + 1, '2015/2016', i % 38 + 1, 8000 + (i % 40 + 1) * 17, 8000 + ((i * 7 + 1) % 40 + 1) * 17, i % 5, i % 4,
    30000 + (i % 300 + 1) * 13, 30000 + ((i * 3) % 300 + 1) * 13, 30000 + ((i * 11) % 300 + 1) * 13, 8000 + (i % 40 + 1) * 17
FROM generate_series(1, 400) i;
INSERT INTO "PlayerAttributes"
SELECT i, 30000 + (i % 300 + 1) * 13, date '2015-01-01' + i, 50 + i % 40, 60 + i % 30 FROM generate_series(1, 900) i;
INSERT INTO "Referee" SELECT i, 'n' || i FROM generate_series(1, 12) i;
INSERT INTO "MatchReferee" SELECT i, i % 12 + 1, 1 FROM generate_series(1, 400) i;
