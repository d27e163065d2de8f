package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.base.ParserMinimalBase;
import java.math.BigDecimal;
import java.math.BigInteger;

/** What a parser must have and codecs hardly use: all of it is left to Jackson's own parser. */
abstract class RareCalls extends ParserMinimalBase {
    RareCalls() {
        super(0);
    }

    @Override
    public ObjectCodec getCodec() {
        throw Unusual.VALUE;
    }

    @Override
    public void setCodec(ObjectCodec codec) {
        throw Unusual.VALUE;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void close() {}

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public JsonStreamContext getParsingContext() {
        throw Unusual.VALUE;
    }

    @Override
    protected void _handleEOF() {
        throw Unusual.VALUE;
    }

    @Override
    public void overrideCurrentName(String name) {
        throw Unusual.VALUE;
    }

    @Override
    public char[] getTextCharacters() {
        throw Unusual.VALUE;
    }

    @Override
    public boolean hasTextCharacters() {
        return false;
    }

    @Override
    public int getTextLength() {
        throw Unusual.VALUE;
    }

    @Override
    public int getTextOffset() {
        throw Unusual.VALUE;
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        throw Unusual.VALUE;
    }

    @Override
    public Number getNumberValue() {
        throw Unusual.VALUE;
    }

    @Override
    public BigInteger getBigIntegerValue() {
        throw Unusual.VALUE;
    }

    @Override
    public float getFloatValue() {
        throw Unusual.VALUE;
    }

    @Override
    public BigDecimal getDecimalValue() {
        throw Unusual.VALUE;
    }
}
