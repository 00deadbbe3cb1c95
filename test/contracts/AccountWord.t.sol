// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountWord} from "../../contracts/libraries/AccountWord.sol";

/// @dev Everything about a word is compared with six plain numbers.
contract AccountWordTest {
    struct Plain {
        uint256 epoch;
        uint256 nonce;
        uint256 flags;
        uint256[6] lots;
    }

    function _pack(Plain memory plain) private pure returns (uint256 word) {
        word = (plain.epoch << 240) | (plain.flags << 236) | (plain.nonce << 216);
        for (uint256 i = 0; i < 6; ++i) word += plain.lots[i] * 2 ** (36 * i);
    }

    function _plain(
        uint16 epoch,
        uint8 flags,
        uint24 nonce,
        uint64[6] memory lots
    ) private pure returns (Plain memory plain) {
        plain.epoch = epoch;
        plain.flags = flags % 16;
        plain.nonce = nonce % (1 << 20);
        for (uint256 i = 0; i < 6; ++i) plain.lots[i] = lots[i] % (1 << 36);
    }

    function _sum(uint256[6] memory lots) private pure returns (uint256 total) {
        for (uint256 i = 0; i < 6; ++i) total += lots[i];
    }

    function _requireLots(uint256 word, uint256[6] memory lots) private pure {
        for (uint256 i = 0; i < 6; ++i) require(AccountWord.lotAt(word, i) == lots[i], "a lot differs");
    }

    function testFuzz_readsEachLane(uint16 epoch, uint8 flags, uint24 nonce, uint64[6] memory lots) external pure {
        Plain memory plain = _plain(epoch, flags, nonce, lots);
        uint256 word = _pack(plain);
        require(AccountWord.epochOf(word) == plain.epoch, "epoch");
        require(AccountWord.nonceOf(word) == plain.nonce, "nonce");
        require(AccountWord.isFrozen(word) == (plain.flags & 3 != 0), "frozen");
        require(AccountWord.isClosed(word) == (plain.flags & 4 != 0), "closed");
        require(AccountWord.sum(word) == _sum(plain.lots), "sum");
        _requireLots(word, plain.lots);
        require(AccountWord.lotAt(word, 6) == 0 && AccountWord.lotAt(word, type(uint256).max) == 0, "no room");
    }

    function testFuzz_rollsLotByLot(
        uint16 epoch,
        uint8 flags,
        uint24 nonce,
        uint64[6] memory lots,
        uint16 step
    ) external pure {
        Plain memory plain = _plain(epoch, flags, nonce, lots);
        uint256 age = step % 5 == 0 ? step : step % 8;
        if (plain.epoch + age > type(uint16).max) age = type(uint16).max - plain.epoch;
        Plain memory rolled = Plain(plain.epoch + age, plain.nonce, plain.flags, [uint256(0), 0, 0, 0, 0, 0]);
        uint256 dropped = 0;
        for (uint256 i = 0; i < 6; ++i) {
            if (i + age < 6) rolled.lots[i + age] = plain.lots[i];
            else dropped += plain.lots[i];
        }
        uint256 word = _pack(plain);
        require(AccountWord.rollTo(word, rolled.epoch) == _pack(rolled), "rolled");
        require(AccountWord.sum(AccountWord.droppedBy(word, rolled.epoch)) == dropped, "dropped");
    }

    function testFuzz_oldestFirst(uint64[6] memory lots, uint64 asked) external pure {
        Plain memory plain = _plain(9, 1, 7, lots);
        uint256 points = asked % (_sum(plain.lots) + 1);
        uint256 word = _pack(plain);
        uint256 left = points;
        for (uint256 i = 6; i > 0; --i) {
            uint256 part = left < plain.lots[i - 1] ? left : plain.lots[i - 1];
            plain.lots[i - 1] -= part;
            left -= part;
        }
        uint256 taken = AccountWord.oldestLots(word, points);
        require(AccountWord.sum(taken) == points, "all of it");
        require(word - taken == _pack(plain), "oldest first");
    }

    function testFuzz_newestFirst(uint64[6] memory lots, uint64 asked) external pure {
        Plain memory plain = _plain(9, 1, 7, lots);
        uint256 points = asked % (2 ** 40);
        uint256 word = _pack(plain);
        uint256 left = points;
        for (uint256 i = 0; i < 6; ++i) {
            uint256 part = left < plain.lots[i] ? left : plain.lots[i];
            plain.lots[i] -= part;
            left -= part;
        }
        (uint256 taken, uint256 missing) = AccountWord.newestLots(word, points);
        require(missing == left, "what is missing");
        require(word - taken == _pack(plain), "newest first");
    }

    function testFuzz_nonceChangesNothingElse(
        uint16 epoch,
        uint8 flags,
        uint64[6] memory lots,
        uint24 from,
        uint24 to
    ) external pure {
        Plain memory plain = _plain(epoch, flags, from, lots);
        uint256 word = _pack(plain);
        plain.nonce = to % (1 << 20);
        require(AccountWord.withNonce(word, plain.nonce) == _pack(plain), "nonce");
    }

    function testFuzz_closedWordNeverRolls(address successor, uint16 epoch) external pure {
        uint256 word = AccountWord.closedFor(successor);
        uint256 to = epoch == 0 ? 1 : epoch;
        require(AccountWord.isClosed(word) && AccountWord.successorOf(word) == successor, "names its successor");
        require(AccountWord.epochOf(word) == 0 && !AccountWord.isFrozen(word), "no epoch, no freeze");
        require(AccountWord.droppedBy(word, to) != 0, "looks as if something expired, so no fast path takes it");
    }

    function test_everyLaneAtItsEdges() external pure {
        uint256 max = AccountWord.LOT_MAX;
        for (uint256 lane = 0; lane < 6; ++lane) {
            for (uint256 step = 0; step < 4; ++step) {
                uint256 value = [uint256(0), 1, max - 1, max][step];
                uint256 word = (uint256(3) << 240) | (value << (36 * lane));
                require(AccountWord.lotAt(word, lane) == value && AccountWord.sum(word) == value, "lane");
                require(AccountWord.sum(AccountWord.oldestLots(word, value)) == value, "oldest");
                (uint256 taken, uint256 missing) = AccountWord.newestLots(word, max + 1);
                require(AccountWord.sum(taken) == value && missing == max + 1 - value, "newest");
            }
        }
    }

    /// @dev Every jump that 16 bits allow, with every lane full: what is kept and what is dropped always add up.
    function test_everyEpochJump() external pure {
        uint256 word = AccountWord.LOTS_MASK | (uint256(1) << 240) | AccountWord.HEAD_MASK;
        for (
            uint256 epoch = 1;
            epoch <= AccountWord.EPOCH_MAX;
            epoch = epoch < 300 || epoch > 65_300 ? epoch + 1 : epoch + 97
        ) {
            uint256 age = epoch - 1;
            uint256 rolled = AccountWord.rollTo(word, epoch);
            uint256 lanes = age < 6 ? 6 - age : 0;
            require(AccountWord.epochOf(rolled) == epoch, "epoch");
            require(rolled & AccountWord.HEAD_MASK == AccountWord.HEAD_MASK, "head");
            require(AccountWord.sum(rolled) == lanes * AccountWord.LOT_MAX, "kept");
            require(
                AccountWord.sum(AccountWord.droppedBy(word, epoch)) == (6 - lanes) * AccountWord.LOT_MAX,
                "dropped"
            );
        }
    }
}
