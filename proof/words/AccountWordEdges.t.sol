// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {AccountWord} from "../../contracts/libraries/AccountWord.sol";
import {VM} from "../invariants/Vm.sol";

/// @title The packed word at its edges, all of them
/// @notice Six lots of 0, 1, 2^36 - 2 and 2^36 - 1 in every combination, every head that could be disturbed, every jump of
/// epochs up to the end of the 16 bits and past it.
contract AccountWordEdgesTest {
    uint256 private constant LOT_LIMIT = 2 ** 36 - 1;
    uint256 private constant COMBINATIONS = 4 ** 6;
    /// All bits of nonce and flags: whatever leaks out of a lane meets them.
    uint256 private constant FULL_HEAD = (2 ** 24 - 1) * 2 ** 216;

    function _edge(uint256 number) private pure returns (uint256) {
        if (number == 0) return 0;
        if (number == 1) return 1;
        return number == 2 ? LOT_LIMIT - 1 : LOT_LIMIT;
    }

    function _lotsOf(uint256 combination) private pure returns (uint256[6] memory lots) {
        for (uint256 i = 0; i < 6; ++i) lots[i] = _edge((combination / 4 ** i) % 4);
    }

    function _pack(uint256 epoch, uint256[6] memory lots) private pure returns (uint256 word) {
        word = epoch * 2 ** 240 + FULL_HEAD;
        for (uint256 i = 0; i < 6; ++i) word += lots[i] * 2 ** (36 * i);
    }

    function _sum(uint256[6] memory lots) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < 6; ++i) sum += lots[i];
    }

    function test_readsEveryCombinationOfEdges() external pure {
        for (uint256 c = 0; c < COMBINATIONS; ++c) {
            uint256[6] memory lots = _lotsOf(c);
            uint256 word = _pack(65_535, lots);
            assert(AccountWord.sum(word) == _sum(lots));
            assert(AccountWord.nonceOf(word) == 2 ** 20 - 1 && AccountWord.epochOf(word) == 65_535);
            for (uint256 i = 0; i < 6; ++i) assert(AccountWord.lotAt(word, i) == lots[i]);
        }
    }

    function test_takesFromEveryCombinationOfEdges() external pure {
        for (uint256 c = 0; c < COMBINATIONS; ++c) {
            uint256[6] memory lots = _lotsOf(c);
            uint256 word = _pack(7, lots);
            uint256 sum = _sum(lots);
            _checkTaking(word, lots, 0);
            _checkTaking(word, lots, 1);
            _checkTaking(word, lots, LOT_LIMIT);
            _checkTaking(word, lots, sum == 0 ? 0 : sum - 1);
            _checkTaking(word, lots, sum);
            _checkTaking(word, lots, sum + 1);
            _checkTaking(word, lots, 2 ** 48 - 1);
        }
    }

    function _checkTaking(uint256 word, uint256[6] memory lots, uint256 points) private pure {
        (uint256 taken, uint256 missing) = AccountWord.newestLots(word, points);
        uint256 left = points;
        for (uint256 i = 0; i < 6; ++i) left -= _checkLot(taken, lots[i], i, left);
        assert(missing == left && taken / 2 ** 216 == 0);
        assert((word - taken) / 2 ** 216 == word / 2 ** 216);
        if (points > _sum(lots)) return;
        taken = AccountWord.oldestLots(word, points);
        left = points;
        for (uint256 i = 6; i > 0; --i) left -= _checkLot(taken, lots[i - 1], i - 1, left);
        assert(left == 0 && taken / 2 ** 216 == 0);
    }

    function _checkLot(uint256 taken, uint256 lot, uint256 i, uint256 left) private pure returns (uint256 part) {
        part = lot < left ? lot : left;
        assert(AccountWord.lotAt(taken, i) == part);
    }

    /// @notice Every jump that two epochs of 16 bits allow, from the first epoch on.
    function test_rollsByEveryJump() external pure {
        uint256[6] memory lots = [LOT_LIMIT, 1, LOT_LIMIT - 1, LOT_LIMIT, 2 ** 35, LOT_LIMIT];
        uint256 word = _pack(0, lots);
        for (uint256 jump = 0; jump <= 65_535; ++jump) {
            uint256 rolled = AccountWord.rollTo(word, jump);
            assert(rolled / 2 ** 240 == jump && (rolled / 2 ** 216) % 2 ** 24 == 2 ** 24 - 1);
            if (jump >= 6) {
                assert(rolled % 2 ** 216 == 0 && AccountWord.sum(AccountWord.droppedBy(word, jump)) == _sum(lots));
                continue;
            }
            uint256 dropped = 0;
            for (uint256 i = 0; i < 6; ++i) {
                if (i + jump < 6) assert(AccountWord.lotAt(rolled, i + jump) == lots[i]);
                else dropped += lots[i];
            }
            for (uint256 i = 0; i < jump; ++i) assert(AccountWord.lotAt(rolled, i) == 0);
            assert(AccountWord.sum(AccountWord.droppedBy(word, jump)) == dropped);
        }
    }

    function test_rollsEveryCombinationOfEdgesByEachSmallJump() external pure {
        for (uint256 c = 0; c < COMBINATIONS; ++c) {
            uint256[6] memory lots = _lotsOf(c);
            uint256 word = _pack(65_528, lots);
            for (uint256 jump = 0; jump <= 7; ++jump) {
                uint256 rolled = AccountWord.rollTo(word, 65_528 + jump);
                uint256 sum = 0;
                for (uint256 i = 0; i + jump < 6; ++i) sum += lots[i];
                assert(AccountWord.sum(rolled) == sum);
                assert(AccountWord.sum(AccountWord.droppedBy(word, 65_528 + jump)) == _sum(lots) - sum);
                assert((rolled / 2 ** 216) % 2 ** 24 == 2 ** 24 - 1);
            }
        }
    }

    /// @notice Epochs 0 to 70,000 on the real ledger: the last that 16 bits name never ends.
    function test_countsEpochsToTheEndOfSixteenBitsAndPast() external {
        VM.warp(1_767_225_600);
        LedgerGate.FoundingModules memory modules = LedgerGate.FoundingModules(
            address(this),
            address(this),
            address(this)
        );
        PointsToken token = new PointsToken(address(1), "Points", "PTS", "", 1 hours, modules);
        for (uint256 epochs = 0; epochs <= 70_000; ++epochs) {
            VM.warp(1_767_225_600 + epochs * 1 hours);
            uint256 expected = 1 + epochs < 65_535 ? 1 + epochs : 65_535;
            assert(token.currentEpoch() == expected);
        }
        _checkLedgerAtTheEnd(token);
    }

    function _checkLedgerAtTheEnd(PointsToken token) private {
        address member = address(0xadA);
        token.issuePoints(abi.encodePacked(member, uint48(7)));
        VM.warp(1_767_225_600 + 200_000 * 1 hours);
        token.issuePoints(abi.encodePacked(member, uint48(5)));
        assert(token.balanceOf(member) == 12 && token.totalSupply() == 12);
        assert(token.balanceOfAtEpoch(65_535, member) == 12 && !token.isEpochExpired(65_535));
        (uint256 spent, ) = token.spend(abi.encodePacked(member, uint48(12), uint24(1)));
        assert(spent == 12 && token.totalSupply() == 0);
    }
}
