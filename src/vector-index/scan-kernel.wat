;; The two loops over all vectors of an index: making codes of one bit a dim, and comparing them with a
;; query. In JavaScript they take thirty times as long, for want of instructions that work on 16 bytes.
;;
;; Codes stand in groups of 16 vectors, a byte of each in turn: byte b of vector v is at
;; (v / 16) * 16 * bytes + 16 * b + v % 16. So one instruction looks up the same dims of 16 vectors.
(module
  (import "scan" "memory" (memory 1))

  ;; Makes the codes of `count` rows of floats, which become the vectors from `first` on. A bit is set
  ;; where the row is below the mean. What a row has beyond its dims is the next row: `inside` has all
  ;; bits set in the dims and none beyond. Rows, mean and inside are read by 8 dims, to the last byte.
  ;; The factor of a vector is |c|^2 / sum|c_i| for c = row - mean.
  (func (export "encode")
    (param $rows i32) (param $count i32) (param $dims i32) (param $mean i32) (param $inside i32)
    (param $first i32) (param $codes i32) (param $factors i32)
    (local $end i32) (local $bytes i32) (local $byte i32) (local $row i32) (local $code i32)
    (local $low v128) (local $high v128) (local $sizes v128) (local $squares v128) (local $size f32)
    (local.set $bytes (i32.shr_u (i32.add (local.get $dims) (i32.const 7)) (i32.const 3)))
    (local.set $end (i32.add (local.get $first) (local.get $count)))
    (block $done
      (loop $vectors
        (br_if $done (i32.ge_u (local.get $first) (local.get $end)))
        (local.set $code
          (i32.add
            (i32.add (local.get $codes) (i32.and (local.get $first) (i32.const 15)))
            (i32.mul (i32.and (local.get $first) (i32.const -16)) (local.get $bytes))))
        (local.set $row (local.get $rows))
        (local.set $sizes (v128.const i32x4 0 0 0 0))
        (local.set $squares (v128.const i32x4 0 0 0 0))
        (local.set $byte (i32.const 0))
        (loop $dims_of_byte
          (local.set $low
            (v128.and
              (f32x4.sub
                (v128.load (local.get $row))
                (v128.load (i32.add (local.get $mean) (i32.shl (local.get $byte) (i32.const 5)))))
              (v128.load (i32.add (local.get $inside) (i32.shl (local.get $byte) (i32.const 5))))))
          (local.set $high
            (v128.and
              (f32x4.sub
                (v128.load offset=16 (local.get $row))
                (v128.load offset=16
                  (i32.add (local.get $mean) (i32.shl (local.get $byte) (i32.const 5)))))
              (v128.load offset=16
                (i32.add (local.get $inside) (i32.shl (local.get $byte) (i32.const 5))))))
          (i32.store8 (local.get $code)
            (i32.or
              (i32x4.bitmask (local.get $low))
              (i32.shl (i32x4.bitmask (local.get $high)) (i32.const 4))))
          (local.set $sizes
            (f32x4.add (local.get $sizes)
              (f32x4.add (f32x4.abs (local.get $low)) (f32x4.abs (local.get $high)))))
          (local.set $squares
            (f32x4.add (local.get $squares)
              (f32x4.add
                (f32x4.mul (local.get $low) (local.get $low))
                (f32x4.mul (local.get $high) (local.get $high)))))
          (local.set $row (i32.add (local.get $row) (i32.const 32)))
          (local.set $code (i32.add (local.get $code) (i32.const 16)))
          (local.set $byte (i32.add (local.get $byte) (i32.const 1)))
          (br_if $dims_of_byte (i32.lt_u (local.get $byte) (local.get $bytes))))
        (local.set $size (call $total (local.get $sizes)))
        ;; A vector that equals the mean has no direction from it: 0, where a quotient would be none.
        (f32.store
          (i32.add (local.get $factors) (i32.shl (local.get $first) (i32.const 2)))
          (select
            (f32.div (call $total (local.get $squares)) (local.get $size))
            (f32.const 0)
            (f32.gt (local.get $size) (f32.const 0))))
        (local.set $rows
          (i32.add (local.get $rows) (i32.shl (local.get $dims) (i32.const 2))))
        (local.set $first (i32.add (local.get $first) (i32.const 1)))
        (br $vectors))))

  (func $total (param $lanes v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $lanes)) (f32x4.extract_lane 1 (local.get $lanes)))
      (f32.add (f32x4.extract_lane 2 (local.get $lanes)) (f32x4.extract_lane 3 (local.get $lanes)))))

  ;; Writes a 16-bit sum for each vector of `groups` groups: of what its code finds in the tables, two
  ;; tables of 16 bytes for each byte of the code, for its lower and its upper four bits. Two entries
  ;; must not sum to more than 8 bits hold, and all of a vector to no more than 16.
  (func (export "scan")
    (param $codes i32) (param $groups i32) (param $bytes i32) (param $tables i32) (param $sums i32)
    (local $table i32) (local $end i32) (local $code v128) (local $found v128)
    (local $even v128) (local $odd v128)
    (block $done
      (loop $all
        (br_if $done (i32.eqz (local.get $groups)))
        (local.set $table (local.get $tables))
        (local.set $end
          (i32.add (local.get $codes) (i32.shl (local.get $bytes) (i32.const 4))))
        (local.set $even (v128.const i32x4 0 0 0 0))
        (local.set $odd (v128.const i32x4 0 0 0 0))
        (loop $bytes_of_group
          (local.set $code (v128.load (local.get $codes)))
          (local.set $found
            (i8x16.add
              (i8x16.swizzle
                (v128.load (local.get $table))
                (v128.and (local.get $code) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
              (i8x16.swizzle
                (v128.load offset=16 (local.get $table))
                (i8x16.shr_u (local.get $code) (i32.const 4)))))
          ;; Vectors with an even number and those with an odd one are summed apart, in 16 bits each.
          (local.set $even
            (i16x8.add (local.get $even)
              (v128.and (local.get $found) (v128.const i32x4 0x00ff00ff 0x00ff00ff 0x00ff00ff 0x00ff00ff))))
          (local.set $odd
            (i16x8.add (local.get $odd) (i16x8.shr_u (local.get $found) (i32.const 8))))
          (local.set $table (i32.add (local.get $table) (i32.const 32)))
          (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
          (br_if $bytes_of_group (i32.lt_u (local.get $codes) (local.get $end))))
        (v128.store (local.get $sums)
          (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $even) (local.get $odd)))
        (v128.store offset=16 (local.get $sums)
          (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $even) (local.get $odd)))
        (local.set $sums (i32.add (local.get $sums) (i32.const 32)))
        (local.set $groups (i32.sub (local.get $groups) (i32.const 1)))
        (br $all)))))
